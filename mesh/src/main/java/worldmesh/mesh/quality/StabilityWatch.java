package worldmesh.mesh.quality;

import java.util.Arrays;

/**
 * Says whether a link is unstable: its round trips differ too much, too much is lost, or they rise again and again.
 * What ends that must be clearly better and last, so that a link on the border does not change all the time. Confined
 * to its owner.
 */
public final class StabilityWatch {
    /** Round trips that differ by more than this, at the mean, are felt in a game at 60 Hz: two ticks. */
    static final long JITTER_NANOS = 30_000_000L;

    /** The share of datagrams lost that is felt. */
    static final double LOSS_SHARE = 0.05;

    /** So few lost ones say nothing, whatever share of a calm link they are. */
    static final int LOST_LEAST = 3;

    /** So many rises of the round trip within {@link #SPIKE_WINDOW_NANOS} are too many. */
    static final int SPIKES = 3;

    static final long SPIKE_WINDOW_NANOS = 10_000_000_000L;

    /** A round trip that is so much longer than usual, or twice as long, is a rise. */
    static final long SPIKE_NANOS = 30_000_000L;

    /** A rise that lasts so long is none, but a longer way. */
    static final long LEVEL_NANOS = 700_000_000L;

    /** An unstable link is stable again after it was good for so long. */
    static final long GOOD_NANOS = 10_000_000_000L;

    /** Of a hundred datagrams a line that loses 2 % may lack five by chance, seldom seven. */
    private static final double CERTAINTY = 0.5;

    /** Good is what is below such a part of the bounds. */
    private static final double GOOD_PART = 0.8;

    /** Figures are of the last two seconds: with what tells a loss from a late datagram, three at most. */
    private static final long BUCKET_NANOS = 250_000_000L;

    private static final int BUCKETS = 8;

    /** Four in the last two seconds say whether it is worth while to look more closely. */
    private static final long CALMLY_NANOS = 450_000_000L;

    private static final long CLOSELY_NANOS = 100_000_000L;

    /** What is usual is learnt from one record of a burst. */
    private static final long SAMPLE_NANOS = 15_000_000L;

    /** So many datagrams that came are noted together. */
    private static final int FEW = 16;

    /** Fewer differences than this say nothing. */
    private static final int LEAST_SAMPLES = 4;

    /** Weight of a round trip in what is usual. */
    private static final int USUAL_PARTS = 16;

    private final Bucket[] buckets = new Bucket[BUCKETS];
    private final long[] spikes = new long[SPIKES];
    private int at;
    private long bucketEnd;
    private long usual;
    private long previous;
    private long sampledAt;
    private long lastDifference;
    private long knownSettled;
    private long knownMissing;
    private boolean rising;
    private long risingSince;
    private boolean unstable;
    private long badAt;

    /** What was measured in a quarter of a second. */
    private static final class Bucket {
        long differences;
        int samples;
        long settled;
        long missing;

        void clear() {
            differences = 0;
            samples = 0;
            settled = 0;
            missing = 0;
        }
    }

    /** Nothing is known yet, and nothing speaks against the link. */
    public StabilityWatch(long now) {
        Arrays.setAll(buckets, i -> new Bucket());
        Arrays.fill(spikes, now - SPIKE_WINDOW_NANOS);
        bucketEnd = now + BUCKET_NANOS;
        sampledAt = now - SAMPLE_NANOS;
    }

    /** A round trip was measured as it was felt: also one that later ones overtook. */
    public void onAnswer(long rttNanos, long now) {
        boolean high = rttNanos > most();
        onRoundTrip(rttNanos, now);
        // A rise that ends soon is no jitter; one that does not is usual by and by, and counts from then on.
        if (!high) {
            if (previous != 0) {
                lastDifference = Math.abs(rttNanos - previous);
                buckets[at].differences += lastDifference;
                buckets[at].samples++;
            }
            previous = rttNanos;
        }
        judge(now);
    }

    private long most() {
        return usual == 0 ? Long.MAX_VALUE : Math.max(2 * usual, usual + SPIKE_NANOS);
    }

    /** A round trip was measured, perhaps of the fastest of several records. */
    public void onRoundTrip(long rttNanos, long now) {
        advance(now);
        boolean high = rttNanos > most();
        if (high && !rising) {
            System.arraycopy(spikes, 1, spikes, 0, SPIKES - 1);
            spikes[SPIKES - 1] = now;
            risingSince = now;
        }
        rising = high;
        if (usual == 0 || (high && now - risingSince >= LEVEL_NANOS)) {
            usual = rttNanos; // it stays there: the way has become longer
            rising = false;
        } else if (now - sampledAt >= SAMPLE_NANOS) {
            sampledAt = now;
            usual += (Math.min(rttNanos, most()) - usual) / USUAL_PARTS;
        }
        judge(now);
    }

    /** So many datagrams of the other side are known to have come or to be missing, and so many of them are missing. */
    public void onArrivals(long settled, long missing, long now) {
        if (missing == knownMissing && settled - knownSettled >= 0 && settled - knownSettled < FEW) {
            return; // asked for every datagram
        }
        advance(now);
        if (settled >= knownSettled && missing >= knownMissing) {
            buckets[at].settled += settled - knownSettled;
            buckets[at].missing += missing - knownMissing;
        }
        knownSettled = settled;
        knownMissing = missing;
        judge(now);
    }

    /** Time has passed. */
    public void onTime(long now) {
        advance(now);
        judge(now);
    }

    /** Another path has another round trip. */
    public void onNewPath() {
        usual = 0;
        previous = 0;
        rising = false;
    }

    private void advance(long now) {
        if (now - bucketEnd >= BUCKETS * BUCKET_NANOS) {
            bucketEnd = now;
            for (Bucket bucket : buckets) {
                bucket.clear();
            }
        }
        while (now - bucketEnd >= 0) {
            at = (at + 1) % BUCKETS;
            buckets[at].clear();
            bucketEnd += BUCKET_NANOS;
        }
    }

    private void judge(long now) {
        boolean often = now - spikes[0] < SPIKE_WINDOW_NANOS;
        if (often || isBeyond(1, CERTAINTY)) {
            unstable = true;
        }
        if (rising || isBeyond(GOOD_PART, 0)) {
            badAt = now;
        } else if (unstable && now - badAt >= GOOD_NANOS) {
            unstable = false;
            Arrays.fill(spikes, now - SPIKE_WINDOW_NANOS);
        }
    }

    /** True if jitter or losses are above that part of their bounds, losses by so many deviations of chance. */
    private boolean isBeyond(double part, double deviations) {
        long settled = 0;
        long missing = 0;
        for (Bucket bucket : buckets) {
            settled += bucket.settled;
            missing += bucket.missing;
        }
        double bound = part * LOSS_SHARE * settled;
        boolean loses = missing >= LOST_LEAST && missing > bound + deviations * Math.sqrt(bound);
        return loses || jitterNanos() > part * JITTER_NANOS;
    }

    /** By how much successive round trips of the last two seconds differ at the mean; 0 if too few were measured. */
    public long jitterNanos() {
        long differences = 0;
        int samples = 0;
        for (Bucket bucket : buckets) {
            differences += bucket.differences;
            samples += bucket.samples;
        }
        return samples < LEAST_SAMPLES ? 0 : differences / samples;
    }

    /** How often round trips are to be measured now: more often where they differ. */
    public long measureNanos() {
        boolean differ = Math.max(lastDifference, jitterNanos()) > JITTER_NANOS / 2;
        return unstable || rising || differ ? CLOSELY_NANOS : CALMLY_NANOS;
    }

    /** True while the link is unstable. */
    public boolean unstable() {
        return unstable;
    }
}
