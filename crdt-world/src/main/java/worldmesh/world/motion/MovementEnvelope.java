package worldmesh.world.motion;

import worldmesh.world.space.Vec3;

/**
 * How far a mover may have come since it was seen last. Whoever judges keeps a place and the time that goes with it;
 * each step costs the time it takes at full speed, so that many small steps are never faster than one. Pure: equal
 * numbers give equal answers on every peer. Places in a plane have z = 0.
 *
 * @param metresPerSecond the fastest that an honest mover is for long
 * @param slackMetres what clocks and links may add; it is granted once, not again for every step
 * @param teleportMetres the furthest that one step may be, however long the mover stood
 */
public record MovementEnvelope(double metresPerSecond, double slackMetres, double teleportMetres) {
    private static final double SECOND_MILLIS = 1_000;

    /** Refuses envelopes that nobody or everything is in. */
    public MovementEnvelope {
        boolean finite = Double.isFinite(metresPerSecond) && Double.isFinite(teleportMetres);
        if (!finite || !(metresPerSecond > 0) || !(slackMetres >= 0) || !(teleportMetres >= slackMetres)) {
            throw new IllegalArgumentException("envelope is " + metresPerSecond + " m/s, slack " + slackMetres
                    + " m, teleport " + teleportMetres + " m; speed must be above 0, and 0 <= slack <= teleport");
        }
    }

    /** How far it may be at {@code nowMillis} from where it was at {@code atMillis}; never below 0. */
    public double reachMetres(long atMillis, long nowMillis) {
        // The difference of two hostile longs may not fit one.
        double elapsed = (double) nowMillis - (double) atMillis;
        double metres = slackMetres + metresPerSecond * elapsed / SECOND_MILLIS;
        return Math.min(teleportMetres, Math.max(0, metres));
    }

    /** True if a mover that was there at {@code atMillis} may be so far away at {@code nowMillis}. */
    public boolean permits(double metres, long atMillis, long nowMillis) {
        return metres >= 0 && metres <= reachMetres(atMillis, nowMillis);
    }

    /**
     * The time that goes with the new place after a permitted step: as if it had been made at full speed, with at most
     * as much time saved up as the longest step takes. By no more than the slack later than {@code nowMillis}.
     */
    public long arrivalMillis(double metres, long atMillis, long nowMillis) {
        long savedFrom = nowMillis - (long) (teleportMetres / metresPerSecond * SECOND_MILLIS);
        long cost = (long) Math.ceil(metres / metresPerSecond * SECOND_MILLIS);
        return Math.max(atMillis, savedFrom) + cost;
    }

    /** The place nearest to {@code to} that a mover that was at {@code from} may be at, on the straight line. */
    public Vec3 bounded(Vec3 from, Vec3 to, long atMillis, long nowMillis) {
        double metres = from.distance(to);
        double reach = reachMetres(atMillis, nowMillis);
        return metres <= reach ? to : from.towards(to, reach / metres);
    }

    /** {@link #permits(double, long, long)} from one transform, at its time, to another; never to another scale. */
    public boolean permits(NetworkTransform from, NetworkTransform to, long nowMillis) {
        boolean comparable = from.sector().scale() == to.sector().scale();
        return comparable && permits(from.wayTo(to).length(), from.timestamp(), nowMillis);
    }

    /** The permitted transform nearest to {@code to}, turned and dated as that is; another scale is not followed. */
    public NetworkTransform bounded(NetworkTransform from, NetworkTransform to, long nowMillis) {
        if (permits(from, to, nowMillis)) {
            return to;
        }
        if (from.sector().scale() != to.sector().scale()) {
            return from;
        }
        Vec3 way = from.wayTo(to);
        double share = reachMetres(from.timestamp(), nowMillis) / way.length();
        return from.moved(way.times(share), to.rot(), to.timestamp());
    }
}
