package worldmesh.mesh.congestion;

/**
 * Tells a way that has become longer at once, as when a mast hands a telephone over, from a queue that grows: a queue
 * grows by what comes more than leaves, which takes its time. Confined to its owner.
 */
final class DelayJump {
    /** Less is what bursts of others make on a slow line. */
    static final long LEAST_NANOS = 50_000_000L;

    /** To grow by so many times what went by, a queue must be filled at so many times and once more its rate. */
    private static final int TIMES = 2;

    /** Jitter makes jumps of its own. */
    private static final int SPREADS = 3;

    private long previous;
    private long previousSentAt;

    /** A round trip ended now; {@code spread} is how far they lie apart anyway. True if it jumped up. */
    boolean seen(long rttNanos, long spread, long now) {
        long sentAt = now - rttNanos;
        long rise = rttNanos - previous;
        boolean jumped = previous != 0
                && rise >= Math.max(LEAST_NANOS, SPREADS * spread)
                && rise >= TIMES * (sentAt - previousSentAt);
        previous = rttNanos;
        previousSentAt = sentAt;
        return jumped;
    }
}
