package worldmesh.mesh.congestion;

/**
 * What round trips say about the queue on the way: the shortest of the last seconds is the way without a queue, the
 * shortest of the last few is the queue that stands, since chance and reordering only ever add. Confined to its owner.
 */
final class PathDelay {
    /** The shortest round trip is forgotten after one to two of these. BBR takes ten seconds; a queue lasts longer. */
    static final long BUCKET_NANOS = 15_000_000_000L;

    /** While somebody else's queue hides it. */
    static final long HIDDEN_NANOS = 60_000_000_000L;

    /** So many round trips say what stands (RFC 9406 takes eight; an acknowledgement here speaks of up to four). */
    static final int SAMPLES = 4;

    private final long[] recent = new long[SAMPLES];
    private long bucketSince;
    private long bucketMin = Long.MAX_VALUE;
    private long lastBucketMin = Long.MAX_VALUE;
    private long roundMin = Long.MAX_VALUE;
    private long roundSum;
    private int roundSamples;
    private int filled;

    void sample(long rttNanos, boolean hidden, long now) {
        long memory = hidden ? HIDDEN_NANOS : BUCKET_NANOS;
        if (now - bucketSince >= memory) {
            lastBucketMin = now - bucketSince >= 2 * memory ? Long.MAX_VALUE : bucketMin;
            bucketMin = Long.MAX_VALUE;
            bucketSince = now;
        }
        bucketMin = Math.min(bucketMin, rttNanos);
        roundMin = Math.min(roundMin, rttNanos);
        roundSum += rttNanos;
        roundSamples++;
        recent[filled++ % SAMPLES] = rttNanos;
    }

    /** The way without a queue; 0 before the first sample. */
    long base() {
        long min = Math.min(bucketMin, lastBucketMin);
        return min == Long.MAX_VALUE ? 0 : min;
    }

    void beginRound() {
        roundMin = Long.MAX_VALUE;
        roundSum = 0;
        roundSamples = 0;
    }

    boolean roundKnown() {
        return roundSamples >= SAMPLES;
    }

    /** The queue that stood throughout the round. */
    long roundQueue() {
        return roundSamples == 0 ? 0 : roundMin - base();
    }

    /** How far the round trips of the round lie above their shortest: jitter, mostly. */
    long roundSpread() {
        return roundSamples == 0 ? 0 : roundSum / roundSamples - roundMin;
    }

    /** The queue that stands by the last few round trips; 0 as long as there are too few. */
    long recentQueue() {
        if (filled < SAMPLES) {
            return 0;
        }
        long min = recent[0];
        for (long one : recent) {
            min = Math.min(min, one);
        }
        return min - base();
    }

    void restart() {
        bucketMin = Long.MAX_VALUE;
        lastBucketMin = Long.MAX_VALUE;
        filled = 0;
        beginRound();
    }
}
