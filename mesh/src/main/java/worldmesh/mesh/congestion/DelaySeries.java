package worldmesh.mesh.congestion;

/**
 * Delays of one kind: the shortest of the last seconds is that without a queue, the shortest of a round or of the last
 * few tells what stands, since chance and reordering only ever add. Confined to its owner.
 */
final class DelaySeries {
    /** So many say what stands (RFC 9406 takes eight; an acknowledgement here speaks of up to four). */
    static final int SAMPLES = 4;

    private final long[] recent = new long[SAMPLES];
    private long bucketSince;
    private long bucketMin = Long.MAX_VALUE;
    private long lastBucketMin = Long.MAX_VALUE;
    private long roundMin = Long.MAX_VALUE;
    private long roundSum;
    private int roundSamples;
    private int filled;

    /** One more; the shortest is forgotten after one to two times {@code memory}. */
    void sample(long nanos, long memory, long now) {
        if (now - bucketSince >= memory) {
            lastBucketMin = now - bucketSince >= 2 * memory ? Long.MAX_VALUE : bucketMin;
            bucketMin = Long.MAX_VALUE;
            bucketSince = now;
        }
        bucketMin = Math.min(bucketMin, nanos);
        roundMin = Math.min(roundMin, nanos);
        roundSum += nanos;
        roundSamples++;
        recent[filled % SAMPLES] = nanos;
        filled = filled == 2 * SAMPLES - 1 ? SAMPLES : filled + 1;
    }

    /** The shortest of the last seconds; 0 before the first. */
    long base() {
        long min = Math.min(bucketMin, lastBucketMin);
        return min == Long.MAX_VALUE ? 0 : min;
    }

    void beginRound() {
        roundMin = Long.MAX_VALUE;
        roundSum = 0;
        roundSamples = 0;
    }

    int roundSamples() {
        return roundSamples;
    }

    /** How far the shortest of the round lies above the shortest of all. */
    long roundAbove() {
        return roundSamples == 0 ? 0 : roundMin - base();
    }

    /** How far those of the round lie above their shortest, at the mean. */
    long roundSpread() {
        return roundSamples == 0 ? 0 : roundSum / roundSamples - roundMin;
    }

    /** True once there are enough for {@link #recentAbove}. */
    boolean isRecent() {
        return filled >= SAMPLES;
    }

    /** How far the shortest of the last few lies above the shortest of all; 0 as long as there are too few. */
    long recentAbove() {
        if (!isRecent()) {
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
