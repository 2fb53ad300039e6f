package worldmesh.benchmarks.badlinks;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.testkit.mesh.SimulatedPair;
import worldmesh.testkit.net.LinkShape;

/**
 * What voice feels of a file: fifty messages a second on VOICE between two real cores in virtual time, first alone,
 * then beside BULK that is kept full. One thread.
 */
final class VoiceTrial {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final long LOOK_NANOS = MILLI / 4;
    private static final long FRAME_NANOS = 20 * MILLI;
    private static final long WARM_NANOS = 5 * SECOND;
    private static final long MEASURE_NANOS = 20 * SECOND;
    private static final int FRAME_BYTES = 120;
    private static final int PART_BYTES = 32 << 10;
    private static final int STREAM = 1;
    private static final double P99 = 0.99;

    private final SimulatedPair pair;
    private final List<Long> took = new ArrayList<>();
    private long bulkBytes;

    private VoiceTrial(LinkShape shape, long seed) {
        this.pair = new SimulatedPair(shape, shape, seed);
    }

    /**
     * What came of it.
     *
     * @param kilobytes what the line carries in a second
     * @param aloneP99Millis how long a message took with nothing beside it
     * @param besideP99Millis and beside the file
     * @param fileBytesPerSecond how fast the file went
     */
    record Result(
            int kilobytes, int rttMillis, double aloneP99Millis, double besideP99Millis, double fileBytesPerSecond) {
        String toJson() {
            return String.format(
                    Locale.ROOT,
                    "{\"kilobytesPerSecond\":%d,\"rttMillis\":%d,\"aloneP99Millis\":%.1f,\"besideP99Millis\":%.1f,"
                            + "\"movedMillis\":%.1f,\"fileBytesPerSecond\":%.0f}",
                    kilobytes,
                    rttMillis,
                    aloneP99Millis,
                    besideP99Millis,
                    besideP99Millis - aloneP99Millis,
                    fileBytesPerSecond);
        }
    }

    /** Tries a line with a queue of 100 ms. */
    static Result run(int kilobytes, int rttMillis, long seed) {
        LinkShape shape = LinkShape.clear()
                .withDelay(rttMillis * MILLI / 2, 0)
                .withRate(kilobytes * 8_000L, LinkShape.DEFAULT_QUEUE_NANOS);
        return new VoiceTrial(shape, seed).run(kilobytes, rttMillis);
    }

    private Result run(int kilobytes, int rttMillis) {
        if (!pair.connect(10 * SECOND)) {
            throw new IllegalStateException("not linked on a line of " + kilobytes + " kB/s");
        }
        double alone = talk(false);
        long before = bulkBytes;
        double beside = talk(true);
        double seconds = (WARM_NANOS + MEASURE_NANOS) / (double) SECOND;
        return new Result(kilobytes, rttMillis, alone, beside, (bulkBytes - before) / seconds);
    }

    private double talk(boolean file) {
        speak(WARM_NANOS, file);
        took.clear();
        speak(MEASURE_NANOS, file);
        Collections.sort(took);
        return took.get((int) (took.size() * P99)) / (double) MILLI;
    }

    private void speak(long nanos, boolean file) {
        byte[] part = new byte[PART_BYTES];
        long end = pair.scheduler().nowNanos() + nanos;
        for (long next = pair.scheduler().nowNanos(); pair.scheduler().nowNanos() < end; ) {
            boolean room = file;
            while (room) {
                room = pair.near().send(pair.far().self(), Lane.BULK, STREAM, part);
            }
            if (pair.scheduler().nowNanos() >= next) {
                next += FRAME_NANOS;
                byte[] frame = ByteBuffer.allocate(FRAME_BYTES)
                        .putLong(pair.scheduler().nowNanos())
                        .array();
                pair.near().send(pair.far().self(), Lane.VOICE, STREAM, frame);
                pair.near().flush();
            }
            pair.run(LOOK_NANOS);
            pair.far().drain(this::onSignal, Integer.MAX_VALUE);
        }
    }

    private void onSignal(MeshSignal signal) {
        if (!(signal instanceof MeshSignal.Received received)) {
            return;
        }
        if (received.lane() == Lane.BULK) {
            bulkBytes += received.message().length;
        } else {
            took.add(pair.scheduler().nowNanos()
                    - ByteBuffer.wrap(received.message()).getLong());
        }
    }
}
