package worldmesh.mesh.gossip;

/** What somebody may use in a second, with a reserve; a bucket of tokens. Confined to its owner. */
final class Allowance {
    private static final long SECOND = 1_000_000_000L;

    private final long perSecond;
    private final long reserve;
    private double left;
    private long sinceNanos;

    Allowance(long perSecond, long reserve, long nowNanos) {
        this.perSecond = perSecond;
        this.reserve = reserve;
        this.left = reserve;
        this.sinceNanos = nowNanos;
    }

    /** Takes that much, or nothing and answers false. */
    boolean take(long amount, long nowNanos) {
        left = Math.min((double) reserve, left + (double) (nowNanos - sinceNanos) * perSecond / SECOND);
        sinceNanos = nowNanos;
        if (amount > left) {
            return false;
        }
        left -= amount;
        return true;
    }
}
