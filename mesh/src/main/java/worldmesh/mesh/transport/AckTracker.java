package worldmesh.mesh.transport;

import worldmesh.mesh.session.ReplayWindow;
import worldmesh.runtime.bytes.ByteReader;

/**
 * Decides when to acknowledge and writes the acknowledgement straight from the replay window, which knows all that was
 * received. Confined to its owner.
 */
final class AckTracker {
    /** How long an acknowledgement may wait for company; below a frame of a game. */
    static final long MAX_DELAY_NANOS = 5_000_000L;

    /** As many records may come before one is acknowledged at once. */
    private static final int RECORDS_PER_ACK = 4;

    /** Runs of received counters in one acknowledgement. */
    static final int MAX_RUNS = 48;

    /** Kind, counter, delay, number of runs, and two bytes per number of a run in the usual case. */
    static final int MAX_BYTES = 8 + MAX_RUNS * 4;

    /** The end of the frames, what it is, and the time. */
    private static final int ARRIVAL_BYTES = 2 + Integer.BYTES;

    private static final long DELAY_UNIT_NANOS = 8_000L;

    private final ReplayWindow window;
    private final long[] runs = new long[2 * MAX_RUNS];
    private int waiting;
    private boolean urgent;
    private boolean tells;
    private int owed;
    private long largestAt;
    private long deadline = Long.MAX_VALUE;
    private long previousHighest = -1;

    AckTracker(ReplayWindow window) {
        this.window = window;
    }

    /** A record was received whose content wants an acknowledgement, or not. */
    void onRecord(long counter, boolean wanted, boolean atOnce, long now) {
        boolean gap = counter != previousHighest + 1;
        if (counter > previousHighest) {
            previousHighest = counter;
            largestAt = now;
        }
        if (!wanted) {
            return;
        }
        waiting++;
        urgent |= atOnce || gap || waiting >= RECORDS_PER_ACK;
        deadline = Math.min(deadline, now + MAX_DELAY_NANOS);
    }

    /** What came has filled the line: when it came is told with the next acknowledgement. */
    void tellArrival() {
        tells = true;
    }

    /** What {@link #writeArrival} is going to add to the record with the acknowledgement written last. */
    int arrivalBytes() {
        return owed;
    }

    /** Says when the newest record came, which the acknowledgement names; answers the size. Nothing else may follow. */
    int writeArrival(byte[] data, int at) {
        if (owed == 0) {
            return 0;
        }
        int units = OneWayClock.units(largestAt);
        data[at] = FrameKind.PADDING;
        data[at + 1] = FrameKind.ARRIVED;
        for (int i = 0; i < Integer.BYTES; i++) {
            data[at + 2 + i] = (byte) (units >>> (8 * i));
        }
        owed = 0;
        return ARRIVAL_BYTES;
    }

    boolean waiting() {
        return waiting > 0;
    }

    boolean due(long now) {
        return waiting > 0 && (urgent || now - deadline >= 0);
    }

    long deadline(long now) {
        if (waiting == 0) {
            return Long.MAX_VALUE;
        }
        return urgent ? now : deadline;
    }

    /** Writes the acknowledgement at {@code at}; answers its size. */
    int write(byte[] data, int at, long now) {
        int runCount = collectRuns();
        long largest = window.highest();
        int position = at;
        data[position++] = FrameKind.ACK;
        for (int i = 0; i < 4; i++) {
            data[position++] = (byte) (largest >>> (8 * i));
        }
        long delay = Math.min(0xFFFF, Math.max(0, now - largestAt) / DELAY_UNIT_NANOS);
        data[position++] = (byte) delay;
        data[position++] = (byte) (delay >>> 8);
        data[position++] = (byte) runCount;
        for (int i = 0; i < 2 * runCount - 1; i++) {
            position += Varints.write(data, position, runs[i]);
        }
        owed = tells ? ARRIVAL_BYTES : 0;
        tells = false;
        waiting = 0;
        urgent = false;
        deadline = Long.MAX_VALUE;
        return position - at;
    }

    /** Lengths of runs and of the gaps between them, from the highest counter downwards: run, gap, run, … */
    private int collectRuns() {
        long counter = window.highest();
        long oldest = Math.max(0, counter - ReplayWindow.SIZE + 1);
        int filled = 0;
        boolean received = true;
        long length = 0;
        for (; counter >= oldest && filled < 2 * MAX_RUNS - 1; counter--) {
            if (window.has(counter) == received) {
                length++;
                continue;
            }
            runs[filled++] = length;
            received = !received;
            length = 1;
        }
        if (received && filled < 2 * MAX_RUNS - 1) {
            runs[filled++] = length;
        }
        return (filled + 1) / 2;
    }

    /** Reads an acknowledgement behind its kind and hands it to {@code sent}; false if it is malformed. */
    static boolean read(ByteReader in, SentRecords sent, long now) {
        long largest = sent.expand(in.i32());
        long delayNanos = in.u16() * DELAY_UNIT_NANOS;
        int runCount = in.u8();
        if (!in.ok() || runCount == 0 || runCount > MAX_RUNS || largest < 0) {
            return false;
        }
        sent.beginAck(largest, delayNanos, now);
        long high = largest;
        for (int i = 0; i < runCount; i++) {
            long run = in.count(ReplayWindow.SIZE);
            long low = high - run + 1;
            if (!in.ok() || run == 0 || low < 0) {
                return false;
            }
            sent.onAcknowledged(low, high, now);
            if (i + 1 < runCount) {
                high = low - 1 - in.count(ReplayWindow.SIZE);
            }
        }
        if (!in.ok()) {
            return false;
        }
        sent.endAck();
        return true;
    }
}
