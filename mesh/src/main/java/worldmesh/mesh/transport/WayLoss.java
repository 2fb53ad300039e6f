package worldmesh.mesh.transport;

import java.util.Arrays;
import worldmesh.mesh.session.ReplayWindow;

/**
 * Counts, end to end, what of the records of a link arrives over a way that is not trusted to carry all: the other
 * side's acknowledgements name every record that came, and only the two ends can write or read them. What is counted is
 * records, and bytes, so that who drops the large ones alone is found too. Confined to its owner.
 */
final class WayLoss {
    /** Records that one figure is made of: at 30 % loss it is within 5 of it in two of three cases. */
    static final int WINDOW = 100;

    /** Bytes count where so many records of the window are missing; a few large ones may be lost by chance. */
    static final int FEW = 8;

    /** A record is missing when this many newer ones have come, and */
    static final int DISTANCE = 8;

    /** when that much time went by, in which it may have been overtaken, or */
    static final long SETTLE_NANOS = 300_000_000L;

    /** when so many newer ones have come: an acknowledgement speaks of no more than a few hundred. */
    static final int FAR = 128;

    /** A record that was to be acknowledged is missing after this, whatever is acknowledged. */
    static final long GIVEN_UP_NANOS = 2_000_000_000L;

    /** The other side is asked so often while it acknowledges nothing by itself. */
    static final long ASK_NANOS = 200_000_000L;

    private static final int SIZE = ReplayWindow.SIZE;

    private final long[] counters = new long[SIZE];
    private final long[] sentAt = new long[SIZE];
    private final int[] bytes = new int[SIZE];
    private final boolean[] quiet = new boolean[SIZE];
    private final boolean[] arrived = new boolean[SIZE];
    private long settled;
    private long next;
    private long largest = -1;
    private long wantedFrom = -1;
    private long askedAt;
    private int records;
    private int lostRecords;
    private long allBytes;
    private long lostBytes;
    private double last;
    private double before;

    WayLoss(long now) {
        Arrays.fill(counters, -1);
        askedAt = now;
    }

    /** A record went that way; {@code quiet} if it holds nothing but acknowledgements and questions. */
    void sent(long counter, int size, boolean isQuiet, long now) {
        int i = index(counter);
        counters[i] = counter;
        sentAt[i] = now;
        bytes[i] = size;
        quiet[i] = isQuiet;
        arrived[i] = false;
        if (next == 0 || counter - settled >= SIZE) {
            settled = Math.max(settled, counter - SIZE + 1);
        }
        next = counter + 1;
        if (!isQuiet && wantedFrom < 0) {
            wantedFrom = counter;
        }
    }

    /** These records came. */
    void acknowledged(long low, long high) {
        largest = Math.max(largest, high);
        for (long c = Math.max(low, settled); c <= high; c++) {
            int i = index(c);
            arrived[i] |= counters[i] == c;
        }
        if (wantedFrom >= 0 && high >= wantedFrom) {
            wantedFrom = -1; // something from then on came, so what is said of the rest is new enough
        }
    }

    /** Judges what is old enough. */
    void settle(long now) {
        for (; settled < next; settled++) {
            int i = index(settled);
            if (counters[i] != settled) {
                continue; // went another way
            }
            boolean passed = isPassed(settled, now - sentAt[i]);
            boolean old = now - sentAt[i] >= GIVEN_UP_NANOS;
            if (!arrived[i] && !passed && !old) {
                return;
            }
            if (arrived[i] || passed || !quiet[i]) {
                count(bytes[i], !arrived[i]);
            }
        }
    }

    private boolean isPassed(long counter, long age) {
        return counter <= largest - FAR || (counter <= largest - DISTANCE && age >= SETTLE_NANOS);
    }

    private void count(int size, boolean lost) {
        records++;
        allBytes += size;
        lostRecords += lost ? 1 : 0;
        lostBytes += lost ? size : 0;
        if (records == WINDOW) {
            double byBytes = lostRecords < FEW ? 0 : (double) lostBytes / allBytes;
            before = last;
            last = Math.max((double) lostRecords / WINDOW, byBytes);
            records = 0;
            lostRecords = 0;
            allBytes = 0;
            lostBytes = 0;
        }
    }

    /** The share that was lost in each of the last two windows at least; 0 until there are two. */
    double share() {
        return Math.min(before, last);
    }

    /** True if the other side is to be asked, so that it acknowledges. */
    boolean asks(long now) {
        boolean due = wantedFrom >= 0 && now - askedAt >= ASK_NANOS;
        if (due) {
            askedAt = now;
        }
        return due;
    }

    /** When {@link #asks} may be true. */
    long deadline() {
        return wantedFrom < 0 ? Long.MAX_VALUE : askedAt + ASK_NANOS;
    }

    private static int index(long counter) {
        return (int) counter & SIZE - 1;
    }
}
