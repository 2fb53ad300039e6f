package worldmesh.world.component;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The numbers of this component, whole ones too, are places or amounts: where a peer showed a wrong one, the drawn view
 * passes through those between on its way to the right one. Without it floating-point numbers of predictions are
 * blended and whole numbers, which may be codes, are right at once. A matter of showing: it changes no byte.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Blended {
    /** The width of a cell of the game in these numbers: a prediction is taken back at most so far per update. */
    double cell() default 1;
}
