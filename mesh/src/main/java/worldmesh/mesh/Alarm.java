package worldmesh.mesh;

/** Wakes the mesh when something is due: a loop's timer in earnest, nothing in a test that keeps the time itself. */
interface Alarm extends AutoCloseable {
    /** Runs {@code task} once at {@code deadlineNanos}, in place of what was set before. */
    void set(long deadlineNanos, Runnable task);

    @Override
    void close();
}
