package worldmesh.samples.lanparty.model;

import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;
import worldmesh.world.component.Quantized;
import worldmesh.world.component.Range;
import worldmesh.world.motion.MovementEnvelope;
import worldmesh.world.space.Vec3;

/**
 * Where the authority has seen a player stand, and the world time in milliseconds that goes with it; what reach is
 * judged by. The player's own pose runs ahead of it.
 *
 * @param x metres from the origin
 * @param y metres from the origin
 * @param at when an honest walker was here: a little ahead of the clock after a hurried step
 */
@Component("footing")
@Critical public record Footing(
        @Quantized(0.01) @Range(min = -4e4, max = 4e4) float x,
        @Quantized(0.01) @Range(min = -4e4, max = 4e4) float y,
        @Range(min = 0) long at) {
    /** Next to the fire, on every island. */
    public static final float START = 2.5f;

    /**
     * Players walk 5 m a second; a fifth more for clocks that run unevenly. The slack is a third of a second of way, a
     * slow link's jitter; the longest step is what is walked while a holder is replaced.
     */
    public static final MovementEnvelope ENVELOPE = new MovementEnvelope(6, 2, 15);

    /** What a walker keeps away from the edge of the envelope: poses are rounded to a centimetre. */
    private static final double ROUNDING_METRES = 0.02;

    /** Of a player that enters the game. */
    public static Footing start(long worldMillis) {
        return new Footing(START, START, worldMillis);
    }

    /** Metres to a point. */
    public double distanceTo(double pointX, double pointY) {
        double dx = pointX - x;
        double dy = pointY - y;
        return Math.sqrt(dx * dx + dy * dy);
    }

    /** True if the player may stand at that point by now. */
    public boolean permits(float toX, float toY, long worldMillis) {
        return ENVELOPE.permits(distanceTo(toX, toY), at, worldMillis);
    }

    /** After a permitted step. */
    public Footing moved(float toX, float toY, long worldMillis) {
        return new Footing(toX, toY, ENVELOPE.arrivalMillis(distanceTo(toX, toY), at, worldMillis));
    }

    /** The step towards a point that is permitted for certain. */
    public Step towards(float toX, float toY, long worldMillis) {
        Vec3 from = new Vec3(x, y, 0);
        double metres = distanceTo(toX, toY);
        double reach = ENVELOPE.reachMetres(at, worldMillis) - ROUNDING_METRES;
        if (metres <= reach) {
            return new Step(toX, toY);
        }
        Vec3 to = from.towards(new Vec3(toX, toY, 0), Math.max(0, reach) / metres);
        return new Step((float) to.x(), (float) to.y());
    }

    /** Where a pose that its owner claims may be drawn at most. */
    public Pose bounded(Pose claimed, long worldMillis) {
        if (permits(claimed.x(), claimed.y(), worldMillis)) {
            return claimed;
        }
        Vec3 to = ENVELOPE.bounded(new Vec3(x, y, 0), new Vec3(claimed.x(), claimed.y(), 0), at, worldMillis);
        return new Pose((float) to.x(), (float) to.y());
    }
}
