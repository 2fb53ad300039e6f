package worldmesh.world.component;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * This number, or each axis of this Vec3, lies within these bounds; it is no NaN. Both ends ask: who writes another is
 * told so, and who reads another reads none, everywhere. Bounds of a {@link Quantized} field are rounded to its steps.
 *
 * <p>Bounds are part of the schema's hash, no part of how cells merge: what a program does not read it keeps and passes
 * on. A field that older programs do not write reads as zero, so its bounds should hold zero.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {
    /** The least number. */
    double min() default Double.NEGATIVE_INFINITY;

    /** The greatest number. */
    double max() default Double.POSITIVE_INFINITY;
}
