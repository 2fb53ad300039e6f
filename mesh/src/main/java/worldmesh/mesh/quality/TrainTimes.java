package worldmesh.mesh.quality;

import java.util.Arrays;

/**
 * Measures what a line carries that is not full: a record and a few more of filling leave together, and by how much
 * later the last of them comes is how long the line took for them (packet trains; probe clusters of WebRTC's
 * {@code ProbeController} are the same). Jitter makes one train say little, so that of the last few the slowest counts.
 * Confined to its owner.
 */
public final class TrainTimes {
    /** Of so many the slowest counts: with jitter as long as the train itself, 1 in 500 is taken for twice as fast. */
    static final int TRAINS = 3;

    /** What older ones say may hold no more. */
    static final long VALID_NANOS = 8_000_000_000L;

    /** A train that is not measured by then never will be. */
    static final long PATIENCE_NANOS = 2_000_000_000L;

    /** Two acknowledgements are so far apart at the least: nothing faster than this is told apart. */
    private static final long LEAST_NANOS = 500_000L;

    private static final double BITS_PER_BYTE_AND_SECOND = 8e9;
    private static final long NONE = -1;

    private final double[] bits = new double[TRAINS];
    private int next;
    private long measuredAt;
    private int wished;
    private int left;
    private long first = NONE;
    private long last = NONE;
    private int bytes;
    private long firstAt;
    private boolean firstSeen;
    private long begunAt;

    /** The next record begins a train of {@code trainBytes} behind it, if none is under way. */
    public void wish(int trainBytes, long now) {
        if (first != NONE && now - begunAt < PATIENCE_NANOS) {
            return;
        }
        first = NONE;
        wished = trainBytes;
    }

    /** True if the record with data that is about to go is to be the first of a train. */
    public boolean begins() {
        return wished > 0;
    }

    /** It went. */
    public void begun(long counter, long now) {
        first = counter;
        last = NONE;
        firstSeen = false;
        left = wished;
        bytes = 0;
        wished = 0;
        begunAt = now;
    }

    /** Bytes of filling that are to follow at once. */
    public int left() {
        return left;
    }

    /** So many of them went in a record of {@code size} bytes with all headers; true if that was the last. */
    public boolean followed(long counter, int filled, int size) {
        left = Math.max(0, left - filled);
        bytes += size;
        last = left == 0 ? counter : NONE;
        return left == 0;
    }

    /** An acknowledgement whose newest record is {@code newest} speaks of that time. */
    void onAcknowledged(long newest, long at) {
        if (first == NONE || newest < first) {
            return;
        }
        if (!firstSeen && newest == first) {
            firstSeen = true;
            firstAt = at;
        } else if (last != NONE && newest >= last) {
            if (firstSeen && newest == last) {
                note(bytes * BITS_PER_BYTE_AND_SECOND / Math.max(LEAST_NANOS, at - firstAt), at);
            }
            first = NONE;
        }
    }

    private void note(double sample, long at) {
        if (at - measuredAt >= VALID_NANOS) {
            Arrays.fill(bits, 0);
        }
        bits[next] = sample;
        next = (next + 1) % TRAINS;
        measuredAt = at;
    }

    /** A queue stands: what trains said before holds no more. */
    public void forget() {
        Arrays.fill(bits, 0);
    }

    void restart() {
        forget();
        first = NONE;
        last = NONE;
        wished = 0;
        left = 0;
    }

    /** What the slowest of the last trains was carried at; 0 as long as there are too few. */
    long bitsPerSecond() {
        double least = Double.MAX_VALUE;
        for (double each : bits) {
            least = Math.min(least, each);
        }
        return (long) least;
    }
}
