package worldmesh.benchmarks.flood;

/** Says how many shots are due for a steady rate. What was missed for long is not made up for. One thread's. */
final class Pacer {
    private static final double CATCH_UP_SECONDS = 0.05;

    private final double perNano;
    private final double most;
    private double due;
    private long lastNanos;

    Pacer(int perSecond, long nowNanos) {
        this.perNano = perSecond / 1e9;
        this.most = Math.max(1, perSecond * CATCH_UP_SECONDS);
        this.lastNanos = nowNanos;
    }

    int take(long nowNanos) {
        due = Math.min(most, due + (nowNanos - lastNanos) * perNano);
        lastNanos = nowNanos;
        int shots = (int) due;
        due -= shots;
        return shots;
    }

    /** Begins anew after a pause. */
    void restart(long nowNanos) {
        due = 0;
        lastNanos = nowNanos;
    }
}
