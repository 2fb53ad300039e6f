package worldmesh.benchmarks.mobile;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.testkit.mesh.SimulatedPair;
import worldmesh.testkit.net.LineCourse;
import worldmesh.testkit.net.MobileProfile;

/**
 * A player on its way, in virtual time: the line goes through its course, BULK is kept full from the player, and sixty
 * states and twenty reliable messages a second go both ways. One thread.
 */
final class MobileTrial {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final long CONNECT_NANOS = 20 * SECOND;
    private static final long LINGER_NANOS = 60 * SECOND;
    private static final long STEP_NANOS = 2 * MILLI;
    private static final long STATE_EVERY_STEPS = 8;
    private static final long MESSAGE_EVERY_STEPS = 25;
    private static final int MESSAGE_BYTES = 200;
    private static final int PART_BYTES = 8 << 10;
    private static final int BULK_STREAM = 7;
    private static final int MESSAGE_STREAM = 3;
    private static final int FIRST_PORT = 20_000;

    /** The demand of row W19. */
    static final double MAX_RECOVERY_MILLIS = 500;

    static final double MAX_QUEUE_MILLIS = 30;

    private final SimulatedPair pair;
    private final LineCourse course;
    private final Side near = new Side();
    private final Side far = new Side();
    private final List<Long> recoveries = new ArrayList<>();
    private final List<Long> queues = new ArrayList<>();
    private long steps;
    private int moves;

    /** What one end sent and got. */
    private static final class Side {
        private int sent;
        private int next;
        private int wrong;
        private long stateAt;
    }

    /**
     * What came of it.
     *
     * @param handovers how often the line changed
     * @param recoveryP99Millis from when the line carried again to data both ways
     * @param queueP95Millis what waited in front of the player's line, its own all of it
     */
    record Result(
            String line,
            boolean connected,
            int handovers,
            double recoveryP50Millis,
            double recoveryP99Millis,
            double queueP95Millis,
            int messages,
            int lost) {
        boolean passed() {
            return connected
                    && lost == 0
                    && recoveryP99Millis <= MAX_RECOVERY_MILLIS
                    && queueP95Millis <= MAX_QUEUE_MILLIS;
        }

        String toJson() {
            return String.format(
                    Locale.ROOT,
                    "{\"line\":\"%s\",\"connected\":%b,\"handovers\":%d,\"recoveryMillisP50\":%.0f,"
                            + "\"recoveryMillisP99\":%.0f,\"queueMillisP95\":%.1f,\"messages\":%d,\"lost\":%d}",
                    line,
                    connected,
                    handovers,
                    recoveryP50Millis,
                    recoveryP99Millis,
                    queueP95Millis,
                    messages,
                    lost);
        }
    }

    private MobileTrial(LineCourse course, long seed) {
        this.course = course;
        this.pair = new SimulatedPair(course.phase(0).shape(), course.phase(0).shape(), seed);
    }

    /** Goes through the profile's course so often, after once to warm up. */
    static Result run(MobileProfile profile, int rounds, long seed) {
        return new MobileTrial(profile.course(), seed).run(profile.label(), rounds);
    }

    private Result run(String name, int rounds) {
        if (!pair.connect(CONNECT_NANOS)) {
            return new Result(name, false, 0, 0, 0, 0, 0, 0);
        }
        int phases = course.phases().size();
        for (int number = 0; number < (rounds + 1) * phases; number++) {
            if (number == phases) {
                recoveries.clear();
                queues.clear();
            }
            phase(course.phase(number), number > 0 && number % 2 == 0);
        }
        phase(course.phase(0), true); // what is still missing must have a line to come by
        pair.run(LINGER_NANOS, () -> {
            drain();
            return near.next == far.sent && far.next == near.sent;
        });
        int lost = near.sent - far.next + far.wrong + far.sent - near.next + near.wrong;
        return new Result(
                name,
                true,
                recoveries.size(),
                millis(recoveries, 0.5),
                millis(recoveries, 0.99),
                millis(queues, 0.95),
                near.sent + far.sent,
                lost);
    }

    private static double millis(List<Long> values, double share) {
        Collections.sort(values);
        return values.isEmpty()
                ? LINGER_NANOS / (double) MILLI
                : values.get((int) Math.min(values.size() - 1L, (long) (values.size() * share))) / (double) MILLI;
    }

    /** Calm and hand-over take turns; what comes after a hand-over is timed. */
    private void phase(LineCourse.Phase phase, boolean after) {
        pair.there().reshape(phase.shape());
        pair.back().reshape(phase.shape());
        if (phase.moves() && steps > 0) {
            pair.network().translate(SimulatedPair.NEAR, new InetSocketAddress("10.0.0.1", FIRST_PORT + moves++));
        }
        long begun = pair.scheduler().nowNanos();
        boolean waiting = after;
        while (pair.scheduler().nowNanos() < begun + phase.nanos()) {
            load();
            pair.run(STEP_NANOS);
            drain();
            queues.add(pair.there().backlogNanos(pair.scheduler().nowNanos()));
            // Sent after the line carried again, and arrived: what the hand-over held back does not count.
            if (waiting && near.stateAt >= begun && far.stateAt >= begun) {
                recoveries.add(pair.scheduler().nowNanos() - begun);
                waiting = false;
            }
        }
        if (waiting) {
            recoveries.add(phase.nanos());
        }
    }

    private void load() {
        boolean room = true;
        byte[] part = new byte[PART_BYTES];
        while (room) {
            room = pair.near().send(pair.far().self(), Lane.BULK, BULK_STREAM, part);
        }
        if (steps % STATE_EVERY_STEPS == 0) {
            pair.near().send(pair.far().self(), Lane.STATE, 0, message(0));
            pair.far().send(pair.near().self(), Lane.STATE, 0, message(0));
        }
        if (steps % MESSAGE_EVERY_STEPS == 0) {
            near.sent += pair.near().send(pair.far().self(), Lane.RELIABLE, MESSAGE_STREAM, message(near.sent)) ? 1 : 0;
            far.sent += pair.far().send(pair.near().self(), Lane.RELIABLE, MESSAGE_STREAM, message(far.sent)) ? 1 : 0;
        }
        steps++;
    }

    private byte[] message(int number) {
        return ByteBuffer.allocate(MESSAGE_BYTES)
                .putInt(number)
                .putLong(pair.scheduler().nowNanos())
                .array();
    }

    private void drain() {
        pair.near().drain(signal -> take(near, signal), Integer.MAX_VALUE);
        pair.far().drain(signal -> take(far, signal), Integer.MAX_VALUE);
    }

    private static void take(Side side, MeshSignal signal) {
        if (!(signal instanceof MeshSignal.Received received) || received.lane() == Lane.BULK) {
            return;
        }
        ByteBuffer message = ByteBuffer.wrap(received.message());
        int number = message.getInt();
        if (received.lane() == Lane.STATE) {
            side.stateAt = message.getLong();
        } else if (number != side.next++) {
            side.wrong++;
        }
    }
}
