package worldmesh.peer.core;

import org.jspecify.annotations.Nullable;

/**
 * When a new neighbour is told for the first time what is here, which is how it is asked for what is lacking: one after
 * the other, the holder first. Whoever comes back to a party of eight lacks the same at each of seven, and would be
 * sent all of it seven times if it asked them at once. Confined to the session's thread.
 */
final class ReportTurns {
    /** A neighbour has so long to say what it has before the next one is asked. */
    static final long ANSWER_NANOS = 100_000_000L;

    /** And so long to send it, all neighbours of one meeting together: then everybody is asked. */
    static final long PATIENCE_NANOS = 1_000_000_000L;

    private @Nullable PeerLink asked;
    private long askedNanos;
    private long sinceNanos = Long.MAX_VALUE;

    /** Nobody waits for a first report. */
    void rest() {
        asked = null;
        sinceNanos = Long.MAX_VALUE;
    }

    /** True if the link's peer may be told now; {@code caughtUp} says that all of the one asked last is here. */
    boolean mayReport(PeerLink link, boolean caughtUp, long nowNanos) {
        sinceNanos = Math.min(sinceNanos, nowNanos);
        PeerLink before = asked;
        boolean free = before == null || before == link || !before.isAdmitted() || before.isSuspected() || caughtUp;
        boolean silent = before != null && !before.sync().heard() && nowNanos - askedNanos >= ANSWER_NANOS;
        return free || silent || nowNanos - sinceNanos >= PATIENCE_NANOS;
    }

    /** Who was asked last, null before the first. */
    @Nullable PeerLink asked() {
        return asked;
    }

    /** The link's peer is told. */
    void onReport(PeerLink link, long nowNanos) {
        asked = link;
        askedNanos = nowNanos;
    }
}
