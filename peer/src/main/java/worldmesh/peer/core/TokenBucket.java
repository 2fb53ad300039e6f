package worldmesh.peer.core;

/** Limits a rate: so many per second, so many at once. */
final class TokenBucket {
    private final double perNano;
    private final double burst;
    private double tokens;
    private long lastNanos;

    TokenBucket(double perSecond, double burst, long nowNanos) {
        this.perNano = perSecond / 1e9;
        this.burst = burst;
        this.tokens = burst;
        this.lastNanos = nowNanos;
    }

    /** Takes one token if there is one. */
    boolean tryTake(long nowNanos) {
        return tryTake(1, nowNanos);
    }

    /** Takes {@code count} tokens if there are as many. */
    boolean tryTake(double count, long nowNanos) {
        boolean enough = has(count, nowNanos);
        tokens -= enough ? count : 0;
        return enough;
    }

    /** True if there are so many tokens. */
    boolean has(double count, long nowNanos) {
        tokens = Math.min(burst, tokens + Math.max(0, nowNanos - lastNanos) * perNano);
        lastNanos = Math.max(lastNanos, nowNanos);
        return tokens >= count;
    }
}
