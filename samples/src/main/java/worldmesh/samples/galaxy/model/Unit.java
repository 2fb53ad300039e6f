package worldmesh.samples.galaxy.model;

import worldmesh.world.component.Component;
import worldmesh.world.component.Motion;
import worldmesh.world.component.Owned;
import worldmesh.world.component.Quantized;
import worldmesh.world.component.Range;
import worldmesh.world.component.Width;
import worldmesh.world.entity.EntityId;

/**
 * A unit as its owner shows it to everybody: streamed as {@code UnitDelta}s, settled at rest. Its health here is what
 * the owner knows of the {@link Hull}, for bars above units in far sectors; no rule reads it.
 *
 * @param x metres from the origin
 * @param y metres from the origin
 * @param health 0..32767
 * @param state the code of a {@link UnitState}, or of one that only newer programs know
 * @param target what it aims at, or {@link #NO_TARGET}
 * @param later what newer programs say of it, as {@code LaterFields} writes it; kept and passed on
 */
@Component("unit")
@Owned
@Motion
public record Unit(
        @Quantized(0.01) @Range(min = -Unit.METRES_MAX, max = Unit.METRES_MAX)
        double x,

        @Quantized(0.01) @Range(min = -Unit.METRES_MAX, max = Unit.METRES_MAX)
        double y,

        @Width(2) @Range(min = 0, max = Short.MAX_VALUE) int health,
        @Width(1) int state,
        EntityId target,
        String later) {
    /** No target: replica 0 makes no entities. */
    public static final EntityId NO_TARGET = new EntityId(0, 0);

    /** The galaxy ends here: centimetres are exact in a double up to a thousand times further. */
    public static final double METRES_MAX = 1e10;

    /** Nothing at the origin; what a unit without a baseline is told apart from. */
    public static final Unit BLANK = new Unit(0, 0, 0, 0, NO_TARGET, "");

    /** A fresh unit at a place. */
    public static Unit at(double x, double y) {
        return new Unit(x, y, Hull.FULL, UnitState.IDLE.code(), NO_TARGET, "");
    }

    /** The unit elsewhere, doing that. */
    public Unit moved(double toX, double toY, UnitState doing) {
        return new Unit(toX, toY, health, doing.code(), target, later);
    }

    /** The unit with that health and target. */
    public Unit showing(int hull, EntityId aim) {
        return new Unit(x, y, hull, state, aim, later);
    }

    /** Metres to a point. */
    public double distanceTo(double toX, double toY) {
        return Math.hypot(toX - x, toY - y);
    }
}
