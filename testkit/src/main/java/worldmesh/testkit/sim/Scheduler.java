package worldmesh.testkit.sim;

import java.util.PriorityQueue;
import worldmesh.runtime.time.Clock;

/**
 * The virtual time of a simulation and its events in order of time, equal times in order of asking. All randomness of a
 * simulation comes from generators seeded by its caller, so that one seed gives one run. One thread.
 */
public final class Scheduler {
    /** Where virtual wall clocks start: 2026-01-01T00:00:00Z, so that stamps look like real ones. */
    public static final long EPOCH_MILLIS = 1_767_225_600_000L;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final PriorityQueue<SimTimer> queue = new PriorityQueue<>();
    private final TraceHash trace = new TraceHash();
    private long nowNanos;
    private long order;
    private long events;

    /** Virtual nanoseconds since the start. */
    public long nowNanos() {
        return nowNanos;
    }

    /** Runs {@code task} at {@code deadlineNanos}, at once if that has passed. */
    public SimTimer at(long deadlineNanos, Runnable task) {
        var timer = new SimTimer(Math.max(deadlineNanos, nowNanos), order++, task);
        queue.add(timer);
        return timer;
    }

    /** Runs {@code task} in {@code delayNanos}. */
    public SimTimer after(long delayNanos, Runnable task) {
        return at(nowNanos + Math.max(0, delayNanos), task);
    }

    /** Runs every event up to and including {@code untilNanos} and sets the time to it. */
    public void runUntil(long untilNanos) {
        for (SimTimer next = queue.peek(); next != null && next.deadlineNanos() <= untilNanos; next = queue.peek()) {
            queue.remove();
            Runnable task = next.take();
            if (task != null) {
                nowNanos = next.deadlineNanos();
                events++;
                trace.add(nowNanos);
                task.run();
            }
        }
        nowNanos = Math.max(nowNanos, untilNanos);
    }

    /** Events run so far. */
    public long events() {
        return events;
    }

    /** The hash of all that happened; parts of a simulation add what they did. */
    public TraceHash trace() {
        return trace;
    }

    /** True wall time in milliseconds. */
    public long wallMillis() {
        return EPOCH_MILLIS + nowNanos / NANOS_PER_MILLI;
    }

    /** The clock of a machine whose wall clock is wrong by {@code wallSkewMillis}. */
    public Clock clock(long wallSkewMillis) {
        return new SkewedClock(this, wallSkewMillis);
    }

    private record SkewedClock(Scheduler scheduler, long wallSkewMillis) implements Clock {
        @Override
        public long nanoTime() {
            return scheduler.nowNanos();
        }

        @Override
        public long wallMillis() {
            return scheduler.wallMillis() + wallSkewMillis;
        }
    }
}
