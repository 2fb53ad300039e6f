package worldmesh.runtime.rate;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A {@link TokenBucket} for several threads: one number, the time at which it would be full again (the virtual
 * scheduling of ITU-T I.371), moved on without a lock.
 */
public final class SharedTokenBucket {
    private static final double NANOS_PER_SECOND = 1e9;

    private final long tokenNanos;
    private final long burstNanos;
    private final AtomicLong fullNanos;

    /** A full bucket, of at most a thousand million tokens a second. */
    public SharedTokenBucket(double perSecond, double burst, long nowNanos) {
        this.tokenNanos = Math.round(NANOS_PER_SECOND / perSecond);
        this.burstNanos = Math.round(burst * tokenNanos);
        this.fullNanos = new AtomicLong(nowNanos);
    }

    /** Lets one pass if it may. Threads may disagree about the time: one that is behind gets nothing for it. */
    public boolean tryTake(long nowNanos) {
        while (true) {
            long full = fullNanos.get();
            // Differences, never the times themselves: nanoTime may wrap.
            long next = (full - nowNanos > 0 ? full : nowNanos) + tokenNanos;
            if (next - nowNanos > burstNanos) {
                return false;
            }
            if (fullNanos.compareAndSet(full, next)) {
                return true;
            }
        }
    }
}
