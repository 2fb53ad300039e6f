package worldmesh.authority.scale;

/** The share of time that turns took since it was asked last. Confined to its owner. */
final class TurnShare {
    private long sinceNanos;
    private long tookNanos;
    private boolean begun;

    void add(long took, long nowNanos) {
        if (!begun) {
            begun = true;
            sinceNanos = nowNanos - took;
        }
        tookNanos += took;
    }

    /** The share, 0 to 1; counts anew. */
    double take(long nowNanos) {
        long passed = nowNanos - sinceNanos;
        double share = passed <= 0 ? 0 : Math.min(1, (double) tookNanos / passed);
        sinceNanos = nowNanos;
        tookNanos = 0;
        return share;
    }
}
