package worldmesh.peer.sync;

import org.jspecify.annotations.Nullable;
import worldmesh.world.causal.VersionVector;

/** One sector at the peer: what it has of it, as far as is known here. Confined to the session's thread. */
final class PeerSector {
    /** After this without sending, what the peer reports is what it has, whatever was sent before. */
    static final long BELIEF_NANOS = 2_000_000_000L;

    private VersionVector has = new VersionVector();
    private VersionVector reported = new VersionVector();
    private @Nullable VersionVector bulk;
    private long sentNanos = Long.MIN_VALUE / 2;
    private int foreign;
    private boolean current;

    /** What it has, or was sent. */
    VersionVector has() {
        return has;
    }

    /** What the peer said last. */
    VersionVector reported() {
        return reported;
    }

    /** There was a moment when it had been sent everything: what comes now is news. */
    boolean isCurrent() {
        return current;
    }

    void onCurrent() {
        current = true;
    }

    void onReport(VersionVector vector, long nowNanos) {
        reported = vector.copy();
        if (nowNanos - sentNanos > BELIEF_NANOS) {
            has = vector.copy();
            bulk = null;
        } else {
            has.join(vector);
        }
        if (bulk != null && reported.covers(bulk)) {
            bulk = null;
        }
    }

    /** True if the replica is new to it. */
    boolean raise(long replica, long sequence) {
        long last = has.last(replica);
        if (last < sequence) {
            has.set(replica, sequence);
        }
        return last == 0;
    }

    /** What it holds of replicas that {@code own} does not know, or a little more; one for a whole sector. */
    int foreignTo(VersionVector own) {
        return Math.max(own.size() == 0 ? 1 : 0, has.size() + reported.size() - 2 * own.size());
    }

    /** Remembers what {@link #foreignTo} said; answers how much more it is than before. */
    int weigh(int weight) {
        int more = weight - foreign;
        foreign = weight;
        return more;
    }

    void forgetForeign(VersionVector own) {
        has.retainReplicas(own);
        reported.retainReplicas(own);
        if (bulk != null) {
            bulk.retainReplicas(own);
        }
        foreign = 0;
    }

    /** What was sent led to nothing. */
    void unsend() {
        has = reported.copy();
    }

    /** What is still on the slow lane must not be overtaken: the peer would park it. */
    boolean awaitsBulk() {
        return bulk != null;
    }

    /** True if a message sent now may come before this batch: it is not sent yet, or under way on the slow lane. */
    boolean isBefore(long replica, long sequence) {
        return (bulk == null ? has : reported).last(replica) < sequence;
    }

    void onSent(boolean slow, long nowNanos) {
        sentNanos = nowNanos;
        if (slow) {
            bulk = has.copy();
        }
    }
}
