package worldmesh.mesh.retry;

import java.util.random.RandomGenerator;

/** The tries of one thing, by a {@link RetryPolicy}. Confined to the owner. */
public final class Retries {
    private final RetryPolicy policy;
    private final RandomGenerator random;
    private int tries;
    private long dueNanos = Long.MAX_VALUE;

    /** Nothing is tried yet; {@code random} spreads the tries of many. */
    public Retries(RetryPolicy policy, RandomGenerator random) {
        this.policy = policy;
        this.random = random;
    }

    /** Somebody wants it: it is tried at that time, and pauses begin anew. */
    public void begin(long atNanos) {
        tries = 0;
        dueNanos = atNanos;
    }

    /** It is tried now; the next try comes after a pause. */
    public void tried(long nowNanos) {
        tries++;
        dueNanos = nowNanos + policy.pauseNanos(tries, random);
    }

    /** Nothing is tried until {@link #begin}. */
    public void cancel() {
        dueNanos = Long.MAX_VALUE;
    }

    /** True if it is time. */
    public boolean isDue(long nowNanos) {
        return dueNanos != Long.MAX_VALUE && nowNanos - dueNanos >= 0;
    }

    /** True if a try is to come. */
    public boolean isPending() {
        return dueNanos != Long.MAX_VALUE;
    }

    /** When it is time; {@link Long#MAX_VALUE} for never. */
    public long dueNanos() {
        return dueNanos;
    }
}
