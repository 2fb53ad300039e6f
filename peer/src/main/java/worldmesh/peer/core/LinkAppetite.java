package worldmesh.peer.core;

import worldmesh.peer.wire.Appetite;

/** What the two ends of one link want to hear of each other. Confined to the session's thread. */
final class LinkAppetite {
    /** Edits that are gathered leave so often. */
    static final long GATHER_NANOS = 100_000_000L;

    private Appetite own = Appetite.FULL;
    private Appetite theirs = Appetite.FULL;
    private boolean tells = true;
    private long beat;

    /** What this side wants. */
    Appetite own() {
        return own;
    }

    /** From now on; {@code tellsThem}: own edits go to them. */
    void own(Appetite wanted, boolean tellsThem) {
        own = wanted;
        tells = tellsThem;
    }

    /** What the other side wants. */
    Appetite theirs() {
        return theirs;
    }

    void theirs(Appetite wanted) {
        theirs = wanted;
    }

    /** True if history may leave now: this end tells it, the other one wants it, and no beat is waited for. */
    boolean takesHistory(long nowNanos) {
        if (!tells || theirs.history() == Appetite.History.NONE) {
            return false;
        }
        long now = Math.floorDiv(nowNanos, GATHER_NANOS);
        boolean due = theirs.history() == Appetite.History.AT_ONCE || now != beat;
        beat = due ? now : beat;
        return due;
    }
}
