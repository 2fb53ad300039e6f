package worldmesh.world.component;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** This text has so many bytes of UTF-8. Judged where a {@link Range} is; without it a text has 0 to 4,096. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Length {
    /** The fewest bytes. */
    int min() default 0;

    /** The most bytes, at most 4,096. */
    int max();
}
