package worldmesh.testkit.sim;

import org.jspecify.annotations.Nullable;

/** One event that the scheduler will run unless it is cancelled before. */
public final class SimTimer implements Comparable<SimTimer> {
    private final long deadlineNanos;
    private final long order;
    private @Nullable Runnable task;

    SimTimer(long deadlineNanos, long order, Runnable task) {
        this.deadlineNanos = deadlineNanos;
        this.order = order;
        this.task = task;
    }

    /** When it runs. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** Makes sure that it does not run any more. */
    public void cancel() {
        task = null;
    }

    /** The task, once; null if it was cancelled or taken. */
    @Nullable Runnable take() {
        Runnable taken = task;
        task = null;
        return taken;
    }

    /** Earlier deadlines first, equal ones in the order they were asked for. */
    @Override
    public int compareTo(SimTimer other) {
        int byTime = Long.compare(deadlineNanos, other.deadlineNanos);
        return byTime != 0 ? byTime : Long.compare(order, other.order);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(order);
    }
}
