package worldmesh.mesh.transport;

import org.jspecify.annotations.Nullable;
import worldmesh.mesh.congestion.CongestionControl;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.quality.LineWatch;
import worldmesh.mesh.quality.StabilityWatch;
import worldmesh.mesh.session.ReplayWindow;

/**
 * Which stream chunks went out in which record, until the record is acknowledged or found lost (RFC 9002 §6, RFC 8985).
 * One entry per counter of the replay window: what is older than that cannot be acknowledged any more. Tells the
 * congestion control what became of every byte. Confined to its owner.
 */
final class SentRecords {
    private static final int SIZE = ReplayWindow.SIZE;

    /** Entries kept for records without chunks. */
    private static final int SPARE = 64;

    /** After so many probes without an answer what was known of the line may be wrong. */
    private static final int SILENT_PROBES = 3;

    /** After so many without an answer the way may be another one when it answers again. */
    private static final int OUTAGE_PROBES = 2;

    /** BULK leaves this part of the window to the other lane, whose messages so find room at once. */
    private static final int RESERVED_PARTS = 8;

    /** The share that is lost is of about so many records. */
    private static final int LOSS_RECORDS = 512;

    /** Chunks up to this size, which is a few commands of a game, are sent twice where records are lost, */
    private static final int REPEAT_BYTES = 300;

    /** as long as no more than such a part of the window is in use. */
    private static final int REPEAT_PARTS = 4;

    private final SentRecord[] entries = new SentRecord[SIZE];
    private final RttEstimator rtt;
    private final CongestionControl control;
    private final Overtaking overtaking = new Overtaking();
    private final RoundTripAsks asks = new RoundTripAsks();
    private LineWatch line = new LineWatch(0);
    private final EarlyCopies early;
    private long oldest;
    private long oldestLost;
    private long next;
    private long largestAcked = -1;

    /** Records before this one say nothing of the way: one of the two stood still while they were under way. */
    private long timedFrom;

    private boolean timed = true;
    private long inFlightReliable;
    private long inFlightBulk;
    private long lastElicitingAt;
    private int outstanding;
    private int probes;
    private int probesLeft;
    private double loss;
    private long repeatable = -1;
    private long ackLargest;
    private long ackDelay;
    private final OneWayClock oneWay = new OneWayClock();
    private boolean ackTimed;
    private boolean ackRead;
    private @Nullable WayLoss way;
    private boolean apart;
    private long newestStreams = -1;

    SentRecords(RttEstimator rtt, CongestionControl control) {
        this.rtt = rtt;
        this.control = control;
        for (int i = 0; i < SIZE; i++) {
            entries[i] = new SentRecord();
        }
        this.early = new EarlyCopies(entries, rtt);
    }

    /** Tells these from now on what is acknowledged, and how soon. */
    void measureBy(StabilityWatch stability, LineWatch of) {
        asks.measureBy(stability);
        line = of;
    }

    /** What learns of the line. */
    LineWatch line() {
        return line;
    }

    /** True if the record in the making is to be acknowledged at once: it is a ping, or something is measured. */
    boolean asks(boolean ping, boolean withData, boolean withPrompt, long now) {
        boolean timed = ping || (withData && asks.asks(now));
        // Streams are acknowledged anyway, and with them what goes beside them; a way that is not trusted is asked
        // about by who counts what it carries.
        boolean unanswered = withData && withPrompt && inFlight() == 0 && way == null;
        boolean asking = timed || (unanswered && line.asks(now));
        asks.sent(next - 1, timed, now);
        if (asking) {
            entry(next - 1).asking = true;
            line.asking(next - 1, withData, now);
        }
        return asking;
    }

    /** Fills a record of a train. It is not tracked: how long it waits behind the first is no round trip. */
    int fillTrain(byte[] data, long counter, long now) {
        begin(counter, now);
        int end = TrainRecord.fill(data, line.trains(), counter);
        if (way != null) {
            way.sent(counter, end, true, now);
        }
        return end;
    }

    /** Counts from now on what arrives over the way there is, or does not. */
    void watch(@Nullable WayLoss counts) {
        way = counts;
    }

    /** Bytes of chunks that are on the way. */
    long inFlight() {
        return inFlightReliable + inFlightBulk;
    }

    /** True if a chunk of this lane may go: the window is open, or the other side must be probed. */
    boolean open(Lane lane) {
        long window = control.windowBytes();
        if (lane == Lane.BULK) {
            window -= window / RESERVED_PARTS;
        }
        return (inFlight() < window || probesLeft > 0) && room();
    }

    /** True if another record may be tracked without losing sight of an old one. */
    private boolean room() {
        trim(next - 1); // the last record may still be in the making
        return next - oldest < SIZE - SPARE;
    }

    /** Begins the entry of the record with {@code counter}; chunks follow by {@link #addChunk}. */
    void begin(long counter, long now) {
        if (counter - oldest >= SIZE) {
            forget(counter - SIZE + 1);
        }
        entry(counter).begin(counter, now);
        next = counter + 1;
    }

    /** A chunk that goes for the first time. */
    void addChunk(StreamSender stream, long offset, int length) {
        add(stream, offset, length);
        early.onFirst(stream, length);
    }

    /** A chunk that went before and goes again. */
    void addChunkAgain(StreamSender stream, long offset, int length) {
        add(stream, offset, length);
        early.onAgain(entry(next - 1));
    }

    private void add(StreamSender stream, long offset, int length) {
        entry(next - 1).add(stream, offset, length);
        count(stream, length);
    }

    /**
     * Repeats what the last record with chunks of the reliable lane carried in the record in the making, if it is
     * little and not acknowledged, records are being lost and the line has room: a loss then costs the time to the next
     * message in place of a round trip. Answers where the record ends.
     */
    int repeat(LaneQueue lane, byte[] data, int from, int limit) {
        long before = repeatable;
        repeatable = next - 1;
        entry(repeatable).fresh = entry(repeatable).chunks;
        SentRecord entry = entry(Math.max(0, before));
        boolean wanted = before >= oldest && entry.counter == before && entry.outstanding && !entry.replaced;
        if (!wanted || loss < EarlyCopies.ONCE_LOSS || !roomy()) {
            return from;
        }
        int at = from;
        int copied = 0;
        for (int i = 0; i < entry.fresh; i++) {
            int length = entry.lengths[i];
            StreamSender stream = entry.stream(i);
            boolean fits = length <= REPEAT_BYTES && at + LaneQueue.CHUNK_HEADER_BYTES + length <= limit;
            if (fits && stream.lane == Lane.RELIABLE && stream.holds(entry.offsets[i])) {
                at += lane.writeCopy(stream, data, at, entry.offsets[i], length);
                add(stream, entry.offsets[i], length);
                copied++;
            }
        }
        entry.repeated = copied == entry.fresh;
        return at;
    }

    /** True if the line has room for more than is sent. */
    private boolean roomy() {
        return inFlight() * REPEAT_PARTS <= control.windowBytes();
    }

    /** True if the record in the making carries chunks. */
    boolean hasChunks() {
        return entry(next - 1).chunks > 0;
    }

    /** Ends the entry; {@code eliciting} if the other side must acknowledge the record. */
    void end(boolean eliciting, long now) {
        if (eliciting) {
            entry(next - 1).outstanding = true;
            outstanding++;
            lastElicitingAt = now;
            if (entry(next - 1).chunks > 0) {
                early.onSent(entry(next - 1));
                probesLeft = Math.max(0, probesLeft - 1);
                control.onSent(inFlight());
            }
        }
    }

    /** The whole counter of which an acknowledgement carries the low bits; -1 if it was never sent. */
    long expand(int low) {
        long latest = next - 1;
        long counter = (latest & ~0xFFFF_FFFFL) | (low & 0xFFFF_FFFFL);
        if (counter > latest) {
            counter -= 1L << 32;
        }
        return counter;
    }

    void beginAck(long largest, long delayNanos, long now) {
        ackLargest = largest;
        ackDelay = Math.min(delayNanos, 4 * AckTracker.MAX_DELAY_NANOS);
        SentRecord entry = entry(largest);
        newestStreams = -1;
        ackTimed = false;
        if (apart) {
            return; // what went the other way tells nothing of this one
        }
        // Also of a record that was given up: on a line longer than the first guess there would be no other.
        if (entry.counter == largest && largest >= timedFrom && (entry.outstanding || entry.given)) {
            timed = true;
            ackTimed = true;
            long sample = now - entry.sentAt;
            long trip = sample > ackDelay ? sample - ackDelay : sample;
            rtt.sample(trip);
            asks.onRoundTrip(trip, now);
            control.onRtt(trip, rtt.smoothedNanos(), now);
        }
    }

    /** When the newest record of the acknowledgement read last came, by the other side's clock. */
    void onArrived(int units, long now) {
        if (ackTimed) {
            control.onOneWay(oneWay.nanos(units, entry(ackLargest).sentAt), now);
        }
    }

    void onAcknowledged(long low, long high, long now) {
        asks.onAcknowledged(low, high, entry(ackLargest), now);
        line.onAcknowledged(low, high);
        if (way != null) {
            way.acknowledged(low, high);
        }
        for (long c = Math.max(low, Math.max(oldestLost, next - SIZE)); c <= high; c++) {
            SentRecord entry = entry(c);
            if (entry.counter != c) {
                continue;
            }
            if (entry.outstanding) {
                settle(entry);
                entry.acknowledged();
                noteStreams(entry);
                control.onAcked(entry.bytes(), now);
                loss -= loss / LOSS_RECORDS;
                overtaking.onArrival();
                probes = 0;
                probesLeft = 0;
            } else if (entry.given) {
                onSpurious(entry, now);
            }
        }
    }

    /** A record that was taken for lost has arrived: what of it was not sent again yet need not be. */
    private void onSpurious(SentRecord entry, long now) {
        entry.given = false;
        entry.acknowledged();
        if (!entry.probed) {
            overtaking.onLate(now - entry.sentAt, rtt.smoothedNanos());
            control.onSpurious(entry.bytes());
        }
    }

    /**
     * From now on records with chunks take a way of their own, or not any more. Of that way only they tell how long it
     * is, and only they come in order.
     */
    void apart(boolean parted) {
        apart = parted;
    }

    private void noteStreams(SentRecord entry) {
        if (apart && entry.chunks > 0) {
            newestStreams = Math.max(newestStreams, entry.counter);
        }
    }

    private void timeStreams(long now) {
        if (newestStreams >= timedFrom) {
            timed = true;
            long trip = now - entry(newestStreams).sentAt;
            rtt.sample(trip);
            control.onRtt(trip, rtt.smoothedNanos(), now);
        }
    }

    /** An acknowledgement was read whole. */
    void endAck() {
        ackRead = true;
    }

    /** The record it came in was read whole: looks for losses, with all that is known of the way. */
    void settleAck(long now) {
        if (!ackRead) {
            return;
        }
        ackRead = false;
        if (way != null) {
            way.settle(now);
        }
        if (apart) {
            timeStreams(now);
        }
        largestAcked = Math.max(largestAcked, apart ? newestStreams : ackLargest);
        detectLosses(now);
        trimLost(now);
        control.onAckRead(ackLargest, next, now);
        line.onAckRead(ackLargest, ackDelay, now);
    }

    /** Finds records lost by order or by time. */
    private void detectLosses(long now) {
        long patience = rtt.reorderNanos(overtaking.nanos());
        for (long c = oldest; c < largestAcked; c++) {
            SentRecord entry = entry(c);
            if (!entry.outstanding || entry.counter != c) {
                continue;
            }
            if (overtaking.lost(largestAcked - c) || now - entry.sentAt >= patience) {
                settle(entry);
                control.onLost(entry.bytes());
                loss += (1 - loss) / LOSS_RECORDS;
                entry.lost(false);
            }
        }
        trim(next);
    }

    private void trim(long end) {
        while (oldest < end && !(entry(oldest).outstanding && entry(oldest).counter == oldest)) {
            oldest++;
        }
    }

    /** A record that was taken for lost is of interest for as long as it may still arrive. */
    private void trimLost(long now) {
        long patience = 2 * rtt.reorderNanos(overtaking.nanos()) + Transport.MIN_PROBE_NANOS;
        oldestLost = Math.max(oldestLost, next - SIZE);
        while (oldestLost < oldest) {
            SentRecord entry = entry(oldestLost);
            if (entry.counter == oldestLost && entry.given && now - entry.sentAt < patience) {
                return;
            }
            oldestLost++;
        }
    }

    /** When {@link #onTime} is due; never if nothing is on the way. */
    long deadline() {
        if (outstanding == 0) {
            return Long.MAX_VALUE;
        }
        return apart ? lossDeadline() : Math.min(lossDeadline(), early.deadline(oldest, next, loss));
    }

    private long lossDeadline() {
        if (oldest < largestAcked && entry(oldest).outstanding) {
            return entry(oldest).sentAt + rtt.reorderNanos(overtaking.nanos());
        }
        return lastElicitingAt + (rtt.probeNanos() << Math.min(probes, Transport.MAX_PROBE_DOUBLINGS));
    }

    /** Sends again what was lost by time; true if the other side must be probed because it has not said anything. */
    boolean onTime(long now) {
        if (outstanding == 0 || (!apart && early.onTime(oldest, next, loss, roomy(), now))) {
            return false;
        }
        if (now - lossDeadline() < 0) {
            return false;
        }
        if (oldest < largestAcked && entry(oldest).outstanding) {
            detectLosses(now);
            return false;
        }
        probes++;
        if (probes == OUTAGE_PROBES) {
            control.onOutage(now);
        }
        if (probes == SILENT_PROBES) {
            control.onSilence();
        }
        lastElicitingAt = now;
        probesLeft = resendOldest();
        trim(next);
        return true;
    }

    /** Gives up the two oldest records that nobody else sees to; answers how many there were. */
    private int resendOldest() {
        int resent = 0;
        for (long c = oldest; c < next && resent < 2; c++) {
            SentRecord entry = entry(c);
            if (entry.outstanding && entry.counter == c) {
                resent += entry.replaced ? 0 : 1;
                settle(entry);
                entry.lost(true);
            }
        }
        return resent;
    }

    /** What is on its way went to where nobody is any more: it goes again, and at once. */
    void onNewPath() {
        probes = 0;
        probesLeft = 0;
        loss = 0;
        overtaking.restart();
        control.restart();
        forget(next);
    }

    /**
     * One of the two sides stood still until now, or nothing came through: how long records of before take to be
     * acknowledged is no round trip, and would slow this link down for seconds. Twice in a row without a round trip
     * between, the line may be just as long as that.
     */
    void onGap() {
        if (timed) {
            timed = false;
            timedFrom = next;
        }
    }

    /** What is older than a round trip went into a silence that is over; what is younger may still be answered. */
    void onHeardAgain(long now) {
        onGap();
        long patience = rtt.probeNanos();
        long late = oldest;
        while (late < next && now - entry(late).sentAt >= patience) {
            late++;
        }
        probes = 0;
        forget(late);
    }

    private void forget(long before) {
        for (; oldest < before; oldest++) {
            SentRecord entry = entry(oldest);
            if (entry.outstanding && entry.counter == oldest) {
                settle(entry);
                entry.lost(true);
            }
        }
    }

    private void settle(SentRecord entry) {
        entry.outstanding = false;
        outstanding--;
        for (int i = 0; i < entry.chunks; i++) {
            count(entry.stream(i), -entry.lengths[i]);
        }
    }

    private void count(StreamSender stream, int length) {
        if (stream.lane == Lane.BULK) {
            inFlightBulk += length;
        } else {
            inFlightReliable += length;
        }
    }

    private SentRecord entry(long counter) {
        return entries[(int) counter & SIZE - 1];
    }
}
