package worldmesh.world.component;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import worldmesh.world.entity.Trust;

/** Says in one place who owns a component and how it is replicated; read once, when the schema is made. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Networked {
    /** Who may write it; {@code OWNED} is the same as {@link Owned}, {@code CRITICAL} as {@link Critical}. */
    Trust owner() default Trust.OWNED;

    /** How it is replicated. */
    ReplicationConfig replication() default @ReplicationConfig;
}
