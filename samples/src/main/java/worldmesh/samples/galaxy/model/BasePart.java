package worldmesh.samples.galaxy.model;

import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;
import worldmesh.world.component.Quantized;
import worldmesh.world.component.Range;

/**
 * A part of a base.
 *
 * @param base the number of the base
 */
@Component("base-part")
@Critical public record BasePart(
        @Range(min = 0) long base,

        @Quantized(0.01) @Range(min = -Unit.METRES_MAX, max = Unit.METRES_MAX)
        double x,

        @Quantized(0.01) @Range(min = -Unit.METRES_MAX, max = Unit.METRES_MAX)
        double y,

        @Range(min = 0, max = BasePart.FULL) int health) {
    /** Of a whole part. */
    public static final int FULL = 60;

    /** After a hit. */
    public BasePart hit(int damage) {
        return new BasePart(base, x, y, Math.max(0, health - damage));
    }
}
