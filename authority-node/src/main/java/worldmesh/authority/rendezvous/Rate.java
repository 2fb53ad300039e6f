package worldmesh.authority.rendezvous;

/** Lets through so much in a second, and so much at once. Confined to the desk. */
final class Rate {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double perNano;
    private final double burst;
    private double left;
    private long sinceNanos;

    Rate(double perSecond, double burst, long now) {
        this.perNano = perSecond / NANOS_PER_SECOND;
        this.burst = burst;
        this.left = burst;
        this.sinceNanos = now;
    }

    /** True if so much may pass now. */
    boolean has(double amount, long now) {
        left = Math.min(burst, left + Math.max(0, now - sinceNanos) * perNano);
        sinceNanos = now;
        return left >= amount;
    }

    void take(double amount) {
        left -= amount;
    }

    boolean tryTake(double amount, long now) {
        boolean fits = has(amount, now);
        if (fits) {
            take(amount);
        }
        return fits;
    }
}
