package worldmesh.testkit.net;

/**
 * How a network misbehaves.
 *
 * @param latencyNanos the least time a datagram takes
 * @param jitterNanos what is added at random, evenly spread, to each datagram on its own
 * @param lossShare the share of datagrams that vanish, 0..1
 * @param duplicateShare the share that arrives twice, 0..1
 * @param reorderShare the share that is held back so long that later ones overtake it, 0..1
 */
public record NetworkFaults(
        long latencyNanos, long jitterNanos, double lossShare, double duplicateShare, double reorderShare) {
    /** A datagram held back takes this many times the longest ordinary time, so that later ones overtake it. */
    private static final int REORDER_FACTOR = 4;

    /** Refuses what cannot be. */
    public NetworkFaults {
        if (latencyNanos < 0 || jitterNanos < 0) {
            throw new IllegalArgumentException(
                    "latency " + latencyNanos + " and jitter " + jitterNanos + " must not be negative");
        }
        share("loss", lossShare);
        share("duplicate", duplicateShare);
        share("reorder", reorderShare);
    }

    /** A quiet LAN: 0.2 to 0.3 ms, nothing lost. */
    public static NetworkFaults none() {
        return new NetworkFaults(200_000, 100_000, 0, 0, 0);
    }

    /** The same as a line without a bound on its rate, on which jitter changes the order. */
    LinkShape shape() {
        long heldBack = REORDER_FACTOR * (latencyNanos + jitterNanos) - latencyNanos;
        return new LinkShape(
                latencyNanos, jitterNanos, false, lossShare, 1, duplicateShare, reorderShare, heldBack, 0, 0);
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " share is " + value + ", must be within 0..1");
        }
    }
}
