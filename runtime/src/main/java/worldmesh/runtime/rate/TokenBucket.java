package worldmesh.runtime.rate;

/** Lets through a burst and then a steady rate; never more than it holds. Confined to its owner's thread. */
public final class TokenBucket {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double perNano;
    private final double burst;
    private double tokens;
    private long lastNanos;

    /** A full bucket. */
    public TokenBucket(double perSecond, double burst, long nowNanos) {
        this.perNano = perSecond / NANOS_PER_SECOND;
        this.burst = burst;
        this.tokens = burst;
        this.lastNanos = nowNanos;
    }

    /** True if so much may pass now. */
    public boolean has(double amount, long nowNanos) {
        // Differences, never the times themselves: nanoTime may wrap. A time that steps back fills nothing twice.
        long passed = Math.max(0, nowNanos - lastNanos);
        tokens = Math.min(burst, tokens + passed * perNano);
        lastNanos += passed;
        return tokens >= amount;
    }

    /** Lets so much pass, which {@link #has} allowed. */
    public void take(double amount) {
        tokens -= amount;
    }

    /** Lets so much pass if it may; false if not. */
    public boolean tryTake(double amount, long nowNanos) {
        boolean fits = has(amount, nowNanos);
        if (fits) {
            take(amount);
        }
        return fits;
    }

    /** Lets one pass if it may. */
    public boolean tryTake(long nowNanos) {
        return tryTake(1, nowNanos);
    }
}
