package worldmesh.mesh.transport;

/** Smoothed round-trip time and its variation, after RFC 9002 §5. Confined to its owner. */
final class RttEstimator {
    /** Before the first sample: half of what RFC 9002 assumes, since peers are people who play together. */
    static final long INITIAL_NANOS = 150_000_000L;

    private static final long GRANULARITY_NANOS = 1_000_000L;

    private long smoothed;
    private long variation;
    private long latest;
    private long samples;
    private long sum;

    void sample(long rttNanos) {
        latest = Math.max(1, rttNanos);
        samples++;
        sum += latest;
        if (smoothed == 0) {
            smoothed = latest;
            variation = latest / 2;
            return;
        }
        variation += (Math.abs(smoothed - latest) - variation) / 4;
        smoothed += (latest - smoothed) / 8;
    }

    /** Another path has another round trip; what was measured of the old one counts in the mean only. */
    void restart() {
        smoothed = 0;
        variation = 0;
        latest = 0;
    }

    long samples() {
        return samples;
    }

    long sumNanos() {
        return sum;
    }

    /** The smoothed round trip, 0 before the first sample. */
    long smoothedNanos() {
        return smoothed;
    }

    /** After this long without an acknowledgement something is sent again (RFC 9002 §6.2.1). */
    long probeNanos() {
        long base = smoothed == 0 ? INITIAL_NANOS : smoothed;
        long spread = smoothed == 0 ? INITIAL_NANOS / 2 : Math.max(GRANULARITY_NANOS, 4 * variation);
        return Math.max(Transport.MIN_PROBE_NANOS, base + spread + AckTracker.MAX_DELAY_NANOS);
    }

    /** A record this much older than an acknowledged one is lost, if none overtakes by more (RFC 9002 §6.1.2). */
    long reorderNanos(long overtakingNanos) {
        long base = smoothed == 0 ? INITIAL_NANOS : Math.max(smoothed, latest);
        return Math.max(GRANULARITY_NANOS, base + Math.max(base / 8, overtakingNanos));
    }
}
