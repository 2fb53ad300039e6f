package worldmesh.runtime.loop;

/** One wish to be called at a deadline, made by {@link EventLoop#schedule}; cancelling is safe from any thread. */
public final class LoopTimer implements Comparable<LoopTimer> {
    private final long deadlineNanos;
    private final long order;
    private final Runnable task;
    private volatile boolean cancelled;

    LoopTimer(long deadlineNanos, long order, Runnable task) {
        this.deadlineNanos = deadlineNanos;
        this.order = order;
        this.task = task;
    }

    /** Makes sure that the task does not start any more; without effect once it has. */
    public void cancel() {
        cancelled = true;
    }

    /** The time on the loop's clock from which on the task runs. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    void fire() {
        if (!cancelled) {
            task.run();
        }
    }

    /** Earlier deadlines first, equal ones in the order they were asked for; safe across a wrap of the clock. */
    @Override
    public int compareTo(LoopTimer other) {
        int byTime = Long.signum(deadlineNanos - other.deadlineNanos);
        return byTime != 0 ? byTime : Long.compare(order, other.order);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
