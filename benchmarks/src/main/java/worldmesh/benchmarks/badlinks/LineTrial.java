package worldmesh.benchmarks.badlinks;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.testkit.mesh.SimulatedPair;
import worldmesh.testkit.net.LinkShape;

/**
 * One line in virtual time: two real cores are linked over it, BULK is kept full, and twenty reliable messages a second
 * go beside it, which are counted and timed. One thread.
 */
final class LineTrial {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final long CONNECT_NANOS = 60 * SECOND;
    private static final long WARM_NANOS = 5 * SECOND;
    private static final long MEASURE_NANOS = 10 * SECOND;

    /** What is not there after this long is lost: with a quarter lost in bursts a message may need ten turns. */
    private static final long LINGER_NANOS = 300 * SECOND;

    private static final long STEP_NANOS = 2 * MILLI;
    private static final long MESSAGE_EVERY_NANOS = 50 * MILLI;
    private static final int MESSAGE_BYTES = 200;
    private static final int PART_BYTES = 8 << 10;
    private static final int BULK_STREAM = 7;
    private static final int MESSAGE_STREAM = 3;
    private static final double BITS = 8;

    private final SimulatedPair pair;
    private final List<Long> took = new ArrayList<>();
    private long bulkBytes;
    private int sent;
    private int next;
    private int wrong;

    /**
     * What came of it.
     *
     * @param connected true if the two were linked
     * @param connectMillis how long that took
     * @param goodputShare bytes of BULK that arrived, of what the line carries and does not lose
     * @param goodputBytesPerSecond the same in bytes
     * @param p50Millis how long a reliable message took beside it
     * @param messages reliable messages sent
     * @param lost of these, how many never came, came twice or out of order
     */
    record Result(
            boolean connected,
            double connectMillis,
            double goodputShare,
            double goodputBytesPerSecond,
            double p50Millis,
            double p99Millis,
            int messages,
            int lost) {}

    private LineTrial(LinkShape shape, long seed) {
        this.pair = new SimulatedPair(shape, shape, seed);
    }

    /** Tries a line. */
    static Result run(LinkShape shape, long seed) {
        return new LineTrial(shape, seed).run(shape);
    }

    private Result run(LinkShape shape) {
        boolean connected = pair.connect(CONNECT_NANOS);
        double connectMillis = pair.scheduler().nowNanos() / (double) MILLI;
        if (!connected) {
            return new Result(false, connectMillis, 0, 0, 0, 0, 0, 0);
        }
        load(WARM_NANOS);
        long before = bulkBytes;
        took.clear();
        load(MEASURE_NANOS);
        double goodput = (bulkBytes - before) * (double) SECOND / MEASURE_NANOS;
        double carried = shape.bitsPerSecond() / BITS * (1 - shape.lossShare());
        List<Long> sorted = new ArrayList<>(took);
        pair.run(LINGER_NANOS, () -> {
            drain();
            return next == sent;
        });
        Collections.sort(sorted);
        return new Result(
                true,
                connectMillis,
                goodput / carried,
                goodput,
                millis(sorted, 0.5),
                millis(sorted, 0.99),
                sent,
                sent - next + wrong);
    }

    private static double millis(List<Long> sorted, double share) {
        return sorted.isEmpty()
                ? LINGER_NANOS / (double) MILLI
                : sorted.get((int) Math.min(sorted.size() - 1L, (long) (sorted.size() * share))) / (double) MILLI;
    }

    private void load(long nanos) {
        long end = pair.scheduler().nowNanos() + nanos;
        long nextMessage = pair.scheduler().nowNanos();
        byte[] part = new byte[PART_BYTES];
        while (pair.scheduler().nowNanos() < end) {
            boolean room = true;
            while (room) {
                room = pair.near().send(pair.far().self(), Lane.BULK, BULK_STREAM, part);
            }
            if (pair.scheduler().nowNanos() >= nextMessage) {
                nextMessage += MESSAGE_EVERY_NANOS;
                say();
            }
            pair.run(STEP_NANOS);
            drain();
        }
    }

    private void say() {
        byte[] message = ByteBuffer.allocate(MESSAGE_BYTES)
                .putInt(sent)
                .putLong(pair.scheduler().nowNanos())
                .array();
        if (pair.near().send(pair.far().self(), Lane.RELIABLE, MESSAGE_STREAM, message)) {
            sent++;
        }
    }

    private void drain() {
        pair.far().drain(this::onSignal, Integer.MAX_VALUE);
    }

    private void onSignal(MeshSignal signal) {
        if (!(signal instanceof MeshSignal.Received received)) {
            return;
        }
        if (received.lane() == Lane.BULK) {
            bulkBytes += received.message().length;
            return;
        }
        ByteBuffer message = ByteBuffer.wrap(received.message());
        if (message.getInt() != next++) {
            wrong++;
        }
        took.add(pair.scheduler().nowNanos() - message.getLong());
    }
}
