package worldmesh.runtime.time;

/** Tells the time. Passed by constructor wherever time is needed; pure code takes {@code nowNanos} as a parameter. */
public interface Clock {
    /** Nanoseconds from an arbitrary origin; never steps back. */
    long nanoTime();

    /** Milliseconds since the Unix epoch by this machine's wall clock; may be wrong and may step. */
    long wallMillis();
}
