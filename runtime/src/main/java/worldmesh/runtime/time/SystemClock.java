package worldmesh.runtime.time;

/** The machine's clock. Stateless and safe for several threads. */
public enum SystemClock implements Clock {
    /** The one instance. */
    INSTANCE;

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }
}
