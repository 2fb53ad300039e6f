package worldmesh.world.component;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * This component of one {@code List} is a list that several change at once: what each put in one place stays together,
 * and what was taken out stays so. Its values are of the named class: a number, {@code Boolean}, {@code String}, enum,
 * id, {@code Vec3}, {@code Quat} or {@code Grid}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ListOf {
    /** The class of the values: of numbers {@code Integer.class} or {@code int.class} alike. */
    Class<?> value();
}
