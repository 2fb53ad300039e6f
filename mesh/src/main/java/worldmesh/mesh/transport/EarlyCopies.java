package worldmesh.mesh.transport;

import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.Lane;

/**
 * Decides when the chunks of a record go again before it is known to be lost. To know, something sent later must have
 * arrived, and been acknowledged; where much is lost, that is lost too, and so is the copy. So the reliable lane does
 * not wait longer for an answer than it usually takes, and where more than a few are lost makes a second copy shortly
 * after the first. The congestion control is told nothing: it hears of the record itself, once that is known to be
 * lost. Confined to its owner.
 */
final class EarlyCopies {
    /** Nothing goes early on a line that loses fewer than a record in this many; */
    static final double ONCE_LOSS = 1.0 / 256;

    /** below this one copy is enough, of which one in 32 is lost, unless nothing follows that would tell so. */
    static final double TWICE_LOSS = 1.0 / 32;

    /** The second copy follows so late that what lost the first may be over, and early enough for a game. */
    private static final int GAP_PARTS = 16;

    private static final long LEAST_GAP_NANOS = 2_000_000L;
    private static final long MOST_GAP_NANOS = 8_000_000L;

    /** A line that becomes slow all at once makes every record look lost: copies are at most such a part. */
    private static final int CREDIT_PARTS = 2;

    private static final int MAX_CREDIT_BYTES = 8 << 10;

    private final SentRecord[] entries;
    private final RttEstimator rtt;
    private long first;
    private long second;
    private boolean lastPending;
    private long credit;

    EarlyCopies(SentRecord[] entries, RttEstimator rtt) {
        this.entries = entries;
        this.rtt = rtt;
    }

    /** A chunk goes for the first time. */
    void onFirst(StreamSender stream, int length) {
        if (stream.lane == Lane.RELIABLE) {
            credit = Math.min(MAX_CREDIT_BYTES, credit + length / CREDIT_PARTS);
        }
    }

    /** The record carries chunks that went before. */
    void onAgain(SentRecord record) {
        record.again = true;
        record.last = lastPending;
    }

    /** The record is on its way. */
    void onSent(SentRecord record) {
        lastPending &= !record.again;
    }

    /** When {@link #onTime} is due for one of the records from {@code oldest} on, before {@code next}. */
    long deadline(long oldest, long next, double loss) {
        if (loss < ONCE_LOSS) {
            return Long.MAX_VALUE;
        }
        SentRecord one = waitingFirst(oldest, next);
        SentRecord other = waitingSecond(oldest, next, loss);
        return Math.min(
                one == null ? Long.MAX_VALUE : one.sentAt + rtt.probeNanos(),
                other == null ? Long.MAX_VALUE : other.sentAt + gapNanos());
    }

    /** Gives chunks to be sent again, if {@code roomy}: the line has room for more than it carries. True if any. */
    boolean onTime(long oldest, long next, double loss, boolean roomy, long now) {
        boolean copied = false;
        while (deadline(oldest, next, loss) <= now) {
            SentRecord one = waitingFirst(oldest, next);
            if (one != null && one.sentAt + rtt.probeNanos() <= now) {
                copied |= roomy && copy(one);
                first++;
                continue;
            }
            SentRecord other = waitingSecond(oldest, next, loss);
            boolean taken = other != null && roomy && copy(other);
            lastPending |= taken;
            copied |= taken;
            if (other != null) {
                other.last = true;
            }
        }
        return copied;
    }

    private boolean copy(SentRecord record) {
        long bytes = record.bytes();
        if (credit < bytes) {
            return false;
        }
        credit -= bytes;
        record.replace();
        return true;
    }

    private long gapNanos() {
        return Math.max(LEAST_GAP_NANOS, Math.min(MOST_GAP_NANOS, rtt.smoothedNanos() / GAP_PARTS));
    }

    private @Nullable SentRecord waitingFirst(long oldest, long next) {
        for (first = Math.max(first, oldest); first < next; first++) {
            SentRecord record = entry(first);
            if (isWaiting(record, first) && !record.again && !record.repeated) {
                return record;
            }
        }
        return null;
    }

    /** Where little is lost only what was sent last, since nothing would tell that the copy is lost too. */
    private @Nullable SentRecord waitingSecond(long oldest, long next, double loss) {
        long from = loss < TWICE_LOSS ? next - 1 : oldest;
        for (second = Math.max(second, from); second < next; second++) {
            SentRecord record = entry(second);
            if (isWaiting(record, second) && record.again && !record.last) {
                return record;
            }
        }
        return null;
    }

    private static boolean isWaiting(SentRecord record, long counter) {
        return record.counter == counter && record.outstanding && !record.replaced && record.isReliable();
    }

    private SentRecord entry(long counter) {
        return entries[(int) counter & entries.length - 1];
    }
}
