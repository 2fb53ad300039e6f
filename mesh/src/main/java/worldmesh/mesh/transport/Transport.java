package worldmesh.mesh.transport;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.congestion.CongestionControl;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.Payload;
import worldmesh.mesh.quality.LineWatch;
import worldmesh.mesh.quality.StabilityWatch;
import worldmesh.mesh.session.ReplayWindow;
import worldmesh.mesh.session.StreamPosition;
import worldmesh.mesh.wire.RecordHeader;
import worldmesh.mesh.wire.Wire;
import worldmesh.runtime.bytes.ByteReader;

/**
 * Fills the records of one link with frames and takes frames out of records: priorities, pacing, acknowledgements,
 * messages of any size. Knows neither keys nor addresses. Confined to its owner.
 */
public final class Transport {
    /** The largest message of STATE, RELIABLE and BULK. */
    public static final int MAX_MESSAGE_BYTES = 64 << 10;

    /** What fits into one record. */
    public static final int MAX_CONTENT_BYTES = Wire.MAX_DATAGRAM_BYTES - RecordHeader.OVERHEAD_BYTES;

    /** The largest state message that travels in one datagram. */
    public static final int MAX_UNBROKEN_BYTES = MAX_CONTENT_BYTES - 4;

    /** The largest message of VOICE and INPUT, which are never parted. */
    public static final int MAX_WHOLE_BYTES = MAX_CONTENT_BYTES - 6;

    /** Messages wait this long for others to share a datagram, if one has just left without an answer. */
    static final long PACK_NANOS = 500_000L;

    /** A probe is not sent earlier than this: the scheduling of a busy machine alone takes milliseconds. */
    static final long MIN_PROBE_NANOS = 15_000_000L;

    static final int MAX_PROBE_DOUBLINGS = 5;

    /** Where the content of a record ends. */
    private static final int LIMIT = Wire.MAX_DATAGRAM_BYTES - RecordHeader.OVERHEAD_BYTES + RecordHeader.BYTES;

    /** Streams may leave in one go what they may send in this time: about what a timer is late by. */
    private static final long BURST_NANOS = 2_000_000L;

    /** But so many records at least. */
    private static final int LEAST_BURST_BYTES = CongestionControl.BURST_RECORDS * Wire.MAX_DATAGRAM_BYTES;

    /** What a new path gets at once (RFC 9002 §7.2: ten datagrams). */
    private static final int FIRST_BYTES = 10 * Wire.MAX_DATAGRAM_BYTES;

    private static final long MAX_HELD_BYTES = 1 << 20;

    /** A ping fills its record up to this, so that the challenge it may cause is not longer (see docs/wire-mesh.md). */
    private static final int PING_CONTENT_BYTES = 12;

    /** The size of a record with a control frame. */
    public static final int CONTROL_RECORD_BYTES = PING_CONTENT_BYTES + RecordHeader.OVERHEAD_BYTES;

    private final AckTracker acks;
    private final RttEstimator rtt = new RttEstimator();
    private final CongestionControl control = new CongestionControl();
    private final SentRecords sent = new SentRecords(rtt, control);
    private final PromptLanes prompt;
    private final LaneQueue reliable;
    private final LaneQueue bulk;
    private final LaneMix mix;
    private final StreamInbox streamsIn;
    private final FrameIntake intake;
    private final TokenBucket bucket;
    private final TokenBucket pacer;
    private final long maxBytesPerSecond;
    private long readyAt;
    private long lastDataAt;
    private boolean answered = true;
    private boolean pingWanted;
    private int rest = -1;
    private boolean apart;
    private boolean streamsAlone;
    private @Nullable WayLoss way;
    private final Payload outgoing = new Payload();
    private final ByteReader reader = new ByteReader(new byte[0]);

    /** A transport that acknowledges what {@code received} knows. */
    public Transport(ReplayWindow received, Pace pace, long now) {
        this(received, pace, now, null);
    }

    private Transport(ReplayWindow received, Pace pace, long now, @Nullable Transport before) {
        this.prompt = new PromptLanes(before == null ? null : before.prompt);
        this.reliable =
                before == null ? new LaneQueue(Lane.RELIABLE, FrameKind.RELIABLE, MAX_HELD_BYTES) : before.reliable;
        this.bulk = before == null ? new LaneQueue(Lane.BULK, FrameKind.BULK, MAX_HELD_BYTES) : before.bulk;
        this.mix = new LaneMix(prompt, reliable, bulk, sent);
        this.streamsIn = before == null ? new StreamInbox() : before.streamsIn;
        this.intake = new FrameIntake(prompt, streamsIn, sent);
        this.acks = new AckTracker(received);
        this.bucket = new TokenBucket(pace, now);
        this.pacer = new TokenBucket(new Pace(pace.bytesPerSecond(), FIRST_BYTES), now);
        this.maxBytesPerSecond = pace.bytesPerSecond();
        this.lastDataAt = now - PACK_NANOS;
        this.readyAt = now;
    }

    /**
     * The transport of another link that goes on with the streams of this one, which is not to be used any more: the
     * other side has {@code arrived} of them, the rest of what was sent goes again. Records, and with them the age of
     * state, count from 0 again.
     */
    public Transport continued(ReplayWindow received, Pace pace, List<StreamPosition> arrived, long now) {
        long[] reliableArrived = new long[256];
        long[] bulkArrived = new long[256];
        for (StreamPosition position : arrived) {
            long[] offsets = position.stream() < StreamPosition.BULK ? reliableArrived : bulkArrived;
            offsets[position.stream() % StreamPosition.BULK] = position.offset();
        }
        reliable.resume(reliableArrived);
        bulk.resume(bulkArrived);
        Transport next = new Transport(received, pace, now, this);
        next.bucket.restart(FIRST_BYTES);
        next.control.restart();
        return next;
    }

    /** From now on frames are those of {@code version} of the wire, which both sides speak. */
    public void speak(int version) {
        prompt.speak(version);
    }

    /** What has arrived of every stream without a gap. */
    public List<StreamPosition> arrived() {
        return streamsIn.arrived();
    }

    /** True if so much has been sent: an honest other side says nothing else. */
    public boolean hasSent(List<StreamPosition> positions) {
        return positions.stream()
                .allMatch(p -> (p.stream() < StreamPosition.BULK ? reliable : bulk)
                        .hasSent(p.stream() % StreamPosition.BULK, p.offset()));
    }

    /** Queues a message as {@link #send(Lane, int, Payload, long)} does; the array must not be changed afterwards. */
    public boolean send(Lane lane, int stream, byte[] message, long now) {
        boolean taken = send(lane, stream, outgoing.give(message), now);
        outgoing.release();
        return taken;
    }

    /**
     * Queues a message; false if the queue of its lane is full. On lanes that are not reliable it always finds room:
     * the oldest gives way. What is lent is copied.
     */
    public boolean send(Lane lane, int stream, Payload message, long now) {
        int most = lane == Lane.VOICE || lane == Lane.INPUT ? MAX_WHOLE_BYTES : MAX_MESSAGE_BYTES;
        if (message.length() > most || stream < 0 || stream > 255) {
            throw new IllegalArgumentException("a message of " + message.length() + " bytes on stream " + stream
                    + " of " + lane + " cannot be sent; at most " + most + " bytes go on a stream 0..255");
        }
        boolean idle = queued(now) == 0;
        boolean taken = true;
        switch (lane) {
            case VOICE, INPUT, STATE -> prompt.add(lane, stream, message);
            case RELIABLE -> taken = reliable.add(stream, message);
            case BULK -> taken = bulk.add(stream, message);
        }
        if (lane != Lane.BULK && message.length() <= MAX_UNBROKEN_BYTES) {
            control.onUrgent(now); // longer ones are no more urgent than BULK
        }
        if (taken && idle) {
            readyAt = answered ? now : Math.max(now, lastDataAt + PACK_NANOS);
        }
        return taken;
    }

    /** Lets what is queued go without waiting for company. */
    public void flush(long now) {
        readyAt = Math.min(readyAt, now);
    }

    /** Tells {@code stability} of round trips and {@code line} of all that is acknowledged from now on. */
    public void measureBy(StabilityWatch stability, LineWatch line) {
        sent.measureBy(stability, line);
    }

    /** Asks the other side for a sign of life. */
    public void ping() {
        pingWanted = true;
    }

    /** The same, and says how this side rests, as {@code RadioRest.wire} has it; -1: says nothing of it. */
    public void ping(int restWord) {
        pingWanted = true;
        rest = restWord;
    }

    /**
     * Writes a record's content behind the header's room; answers where it ends, {@code RecordHeader.BYTES} if empty.
     */
    public int fill(byte[] data, long counter, long now) {
        if (sent.line().trains().left() > 0) {
            int end = sent.fillTrain(data, counter, now);
            bucket.spend(end);
            return end;
        }
        boolean dataDue = dataDeadline(now) <= now;
        boolean othersDue = isOtherDue(now);
        if (!dataDue && !othersDue) {
            return RecordHeader.BYTES;
        }
        sent.begin(counter, now);
        streamsAlone = apart && dataDue && streamsTurn(othersDue, now);
        int at = fillRecord(data, dataDue, now);
        if (way != null) {
            way.sent(counter, at, !dataDue, now);
        }
        repace(now);
        bucket.spend(at);
        return at;
    }

    private int fillRecord(byte[] data, boolean dataDue, long now) {
        int at = RecordHeader.BYTES;
        boolean eliciting = !streamsAlone && sent.asks(pingWanted, dataDue, prompt.waiting() > 0, now);
        pingWanted |= eliciting;
        if (!streamsAlone) {
            at = fillOthers(data, at, now);
        }
        if (dataDue) {
            at = fillData(data, at, now);
            eliciting |= sent.hasChunks();
            lastDataAt = now;
            answered = false;
        }
        at += acks.writeArrival(data, at);
        while (eliciting && at < RecordHeader.BYTES + PING_CONTENT_BYTES) {
            data[at++] = FrameKind.PADDING;
        }
        sent.end(eliciting, now);
        return at;
    }

    private boolean isOtherDue(long now) {
        return pingWanted || acks.due(now);
    }

    /** What is said beside messages. */
    private int fillOthers(byte[] data, int from, long now) {
        int at = from;
        if (acks.waiting()) {
            at += acks.write(data, at, now);
        }
        if (pingWanted) {
            data[at++] = FrameKind.PING;
            pingWanted = false;
            at = fillRest(data, at);
        }
        return at;
    }

    private int fillRest(byte[] data, int from) {
        int at = from;
        if (rest >= 0) {
            data[at++] = FrameKind.REST;
            data[at++] = (byte) rest;
            data[at++] = (byte) (rest >>> 8);
            rest = -1;
        }
        return at;
    }

    /** Streams go in records of their own: in turns with all else, if that waits too. */
    private boolean streamsTurn(boolean othersDue, long now) {
        boolean may = pacer.open(now) && streamsReady() > 0;
        boolean otherWaits = othersDue || prompt.waiting() > 0;
        return may && (!otherWaits || !streamsAlone);
    }

    /**
     * From now on streams go in records of their own, which take another way, or no longer; what was on that way goes
     * again.
     */
    public void partStreams(boolean parted, long now) {
        if (apart && !parted) {
            onNewPath(now);
        }
        apart = parted;
        sent.apart(parted);
        flush(now);
    }

    /** True while streams go in records of their own. */
    public boolean isParted() {
        return apart;
    }

    /** True if the record filled last carries streams alone, and they go apart. */
    public boolean filledStreams() {
        return streamsAlone;
    }

    /** True if something of the streams is on its way, or waits. */
    public boolean hasStreams() {
        return reliable.held() + bulk.held() > 0;
    }

    private int fillData(byte[] data, int from, long now) {
        boolean paced = pacer.open(now);
        int limit = LIMIT - acks.arrivalBytes();
        mix.limitBulk(control.recordBytes() + RecordHeader.BYTES - RecordHeader.OVERHEAD_BYTES);
        int end;
        if (!apart) {
            end = mix.fill(data, from, limit, paced);
        } else {
            end = streamsAlone ? mix.fillStreams(data, from, limit) : mix.fillPrompt(data, from, limit);
        }
        pacer.spend(mix.streamBytes());
        if (mix.streamBytes() > 0 && bulk.held() > 0) {
            control.onBulk(now);
        }
        return end;
    }

    private void repace(long now) {
        long bytesPerSecond = Math.min(maxBytesPerSecond, control.bytesPerSecond());
        long least = rtt.smoothedNanos() == 0 ? FIRST_BYTES : LEAST_BURST_BYTES;
        long usual = Math.max(least, bytesPerSecond * BURST_NANOS / 1_000_000_000L);
        long burst = control.isCourteous() ? Math.min(usual, control.burstBytes()) : usual;
        pacer.change(bytesPerSecond, (int) burst, now);
    }

    /** Writes a record's content with one control frame; answers where it ends. */
    public int fillControl(byte[] data, ControlFrame frame, long counter, long now) {
        sent.begin(counter, now);
        int at = RecordHeader.BYTES;
        data[at++] = (byte) frame.kind();
        for (int i = 0; i < frame.valueBytes(); i++) {
            data[at++] = (byte) (frame.value() >>> (8 * i));
        }
        return pad(data, at);
    }

    /**
     * Writes a record's content with a datagram of another link, which is neither paced nor repeated here: the link it
     * belongs to sees to that, and the relay to how much it gives. Answers where it ends.
     */
    public int fillRelayed(byte[] data, RelayFrame frame, long counter, long now) {
        sent.begin(counter, now);
        int at = frame.write(data, RecordHeader.BYTES);
        return frame.kind() == RelayFrame.Kind.REFUSED ? pad(data, at) : at;
    }

    private static int pad(byte[] data, int from) {
        int at = from;
        while (at < RecordHeader.BYTES + PING_CONTENT_BYTES) {
            data[at++] = FrameKind.PADDING;
        }
        return at;
    }

    /** True if the record cannot be taken in part: it carries data of a reliable lane. */
    public boolean carriesReliable(byte[] plain, int length) {
        return FrameScan.carriesReliable(plain, length);
    }

    /**
     * Takes {@code length} bytes of {@code plain}, the content of the record with {@code counter}, already noted as
     * received; false if it breaks the rules. The array is only lent.
     */
    public boolean receive(byte[] plain, int length, long counter, long now, TransportEvents events) {
        // First, so that a reply given inside the callbacks leaves at once; what waited for company goes with it.
        answered = true;
        flush(now);
        ByteReader in = reader.over(plain, 0, length);
        boolean wanted = false;
        boolean atOnce = false;
        while (in.remaining() > 0) {
            int kind = in.u8();
            wanted |= kind == FrameKind.PING || kind == FrameKind.RELIABLE || kind == FrameKind.BULK;
            if (kind == FrameKind.BULK) {
                acks.tellArrival();
            }
            atOnce |= kind == FrameKind.PING;
            if (!intake.take(kind, in, counter, now, events) || !in.ok()) {
                return false;
            }
        }
        sent.settleAck(now);
        acks.onRecord(counter, wanted, atOnce, now);
        repace(now);
        return true;
    }

    /** Counts anew what arrives over the way there is, if it is not to be trusted. */
    public void watch(boolean wary, long now) {
        way = wary ? new WayLoss(now) : null;
        sent.watch(way);
    }

    /** The share of records lost lately on a way that is watched; 0 while too few went. */
    public double wayLoss() {
        return way == null ? 0 : way.share();
    }

    /** Finds losses and probes, if it is time. */
    public void onTime(long now) {
        if (way != null) {
            way.settle(now);
            pingWanted |= way.asks(now);
        }
        if (sent.onTime(now) && queued(now) == 0) {
            pingWanted = true;
        }
    }

    /** The other side was silent and is not any more: what it should have acknowledged by now goes again at once. */
    public void onHeardAgain(long now) {
        sent.onHeardAgain(now);
        flush(now);
    }

    /** This side stood still: what it sent before was answered in time, and is read only now. */
    public void onStoodStill() {
        sent.onGap();
    }

    /** The other side is somewhere else now: round trip, losses and pace begin anew, what was on its way goes again. */
    public void onNewPath(long now) {
        rtt.restart();
        sent.onNewPath();
        bucket.restart(FIRST_BYTES);
        repace(now);
        pacer.fill();
        flush(now);
    }

    /** When {@link #onTime} or {@link #fill} is due. */
    public long deadline(long now) {
        if (pingWanted) {
            return now;
        }
        long asking = way == null ? Long.MAX_VALUE : way.deadline();
        return Math.min(Math.min(acks.deadline(now), sent.deadline()), Math.min(asking, dataDeadline(now)));
    }

    /** The smoothed round trip, 0 before the first sample. */
    public long rttNanos() {
        return rtt.smoothedNanos();
    }

    /** How many round trips were measured. */
    public long rttSamples() {
        return rtt.samples();
    }

    /** The sum of all round trips measured. */
    public long rttSumNanos() {
        return rtt.sumNanos();
    }

    /** Bytes that wait to be sent or acknowledged. */
    public long queuedBytes() {
        return prompt.bytes() + reliable.held() + bulk.held();
    }

    /** Bytes of the reliable lanes that were sent again. */
    public long resentBytes() {
        return reliable.resent() + bulk.resent();
    }

    /** Messages of a lane that gave way to newer ones before they were sent. */
    public long dropped(Lane lane) {
        return prompt.dropped(lane);
    }

    private long queued(long now) {
        return prompt.waiting() + (pacer.open(now) ? streamsReady() : 0);
    }

    private long streamsReady() {
        return mix.streamsReady();
    }

    /** The prompt lanes wait for the link's own pace alone, the streams for the line's as well. */
    private long dataDeadline(long now) {
        long urgent = prompt.waiting();
        long streams = streamsReady();
        if (urgent + streams == 0) {
            return Long.MAX_VALUE;
        }
        boolean paced = pacer.open(now);
        long packed = urgent + (paced ? streams : 0) >= MAX_CONTENT_BYTES ? now : readyAt;
        if (urgent == 0 && !paced) {
            packed = Math.max(readyAt, pacer.opensAt());
        }
        return bucket.open(now) ? packed : Math.max(packed, bucket.opensAt());
    }
}
