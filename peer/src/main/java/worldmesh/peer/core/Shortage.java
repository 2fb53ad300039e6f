package worldmesh.peer.core;

/**
 * Tells when somebody has to be asked for what is lacking here: when it lacks, and nothing of what is caught up with
 * came for a while. Who sends believes that whatever it sent is here, as long as it goes on sending; what came without
 * its predecessors, which somebody else was to send, is sent again only to who asks afresh. Confined to one thread.
 */
final class Shortage {
    /** Parts of what is on its way come closer together, also over slow lines. */
    static final long PATIENCE_NANOS = 1_000_000_000L;

    private long quietSinceNanos = Long.MIN_VALUE;

    /** A part of what is caught up with came. */
    void onPart(long nowNanos) {
        quietSinceNanos = nowNanos;
    }

    /** True if something lacks, as it did all the time since the last part came, and nothing is on its way. */
    boolean isLasting(boolean lacks, long nowNanos) {
        if (!lacks || quietSinceNanos == Long.MIN_VALUE) {
            quietSinceNanos = nowNanos;
        }
        return lacks && nowNanos - quietSinceNanos >= PATIENCE_NANOS;
    }
}
