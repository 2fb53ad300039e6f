package worldmesh.world.component;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * This component of one {@code EntityId} says under which entity this one was put last; the id of zeros is under none.
 * What counts is asked of {@code Replica.tree}: of moves that would make a ring the later ones are left out.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface MovableTree {}
