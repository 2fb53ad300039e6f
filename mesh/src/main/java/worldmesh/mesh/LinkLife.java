package worldmesh.mesh;

import worldmesh.mesh.link.MeshOutbox;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.identity.PeerId;

/**
 * Watches whether the other side lives: asks when it is silent, suspects it, gives it up. A calm link leaves the watch
 * to others and asks seldom, but soon where much was heard until now; a doubted one asks at once and is suspected soon.
 * Confined to the owner.
 */
final class LinkLife {
    /** The accepting side waits so much longer, in parts of a ping, or both would ask at the same moment. */
    private static final int TURN_PARTS = 8;

    /** An unanswered ping is said again after such a part of the time of a ping, until the peer is suspected. */
    private static final int RETRY_PARTS = 4;

    /** And from then on after such a part: two in a row are seldom lost, and a slow answer costs one ping only. */
    private static final int HURRY_PARTS = 8;

    /** A calm link asks so many times more seldom, but twice at least before it is given up. */
    private static final int CALM_TIMES = 4;

    private static final long NEVER = Long.MAX_VALUE;

    private final long turnNanos;
    private final long pingNanos;
    private final long calmNanos;
    private final long retryNanos;
    private final long hurryNanos;
    private final long suspectNanos;
    private final long answerNanos;
    private final long deadNanos;
    private long lastHeard;
    private long lastPing;
    private long watchedFrom;
    private long doubtedAt = NEVER;
    private int unanswered;
    private boolean calm;
    private boolean lively;
    private boolean suspected;

    LinkLife(MeshSettings settings, boolean initiator, long now) {
        this.pingNanos = settings.pingMillis() * 1_000_000L;
        this.turnNanos = initiator ? 0 : pingNanos / TURN_PARTS;
        this.retryNanos = pingNanos / RETRY_PARTS;
        this.hurryNanos = pingNanos / HURRY_PARTS;
        this.suspectNanos = settings.suspectMillis() * 1_000_000L;
        this.answerNanos = suspectNanos - pingNanos;
        this.deadNanos = settings.deadMillis() * 1_000_000L;
        this.calmNanos = Math.max(pingNanos, Math.min(CALM_TIMES * pingNanos, (deadNanos - answerNanos) / 2));
        this.lastHeard = now;
        this.lastPing = now;
        this.watchedFrom = now;
    }

    boolean suspected() {
        return suspected;
    }

    void heard(PeerId peer, long now, MeshOutbox out) {
        lively = now - lastHeard < pingNanos;
        lastHeard = now;
        unanswered = 0;
        if (suspected || doubtedAt != NEVER) {
            suspected = false;
            doubtedAt = NEVER;
            out.signal(new MeshSignal.Suspected(peer, false));
        }
    }

    void pinged(long now) {
        lastPing = now;
        unanswered++;
    }

    /** Others watch over the peer, or this side does. A silence from before the watch began is not held against it. */
    void calm(boolean others, long now) {
        if (calm && !others) {
            watchedFrom = now;
        }
        calm = others;
    }

    /** Somebody else does not hear the peer: it is asked now, and suspected if it does not answer either. */
    void doubt(long now) {
        if (!suspected && doubtedAt == NEVER) {
            doubtedAt = now;
        }
    }

    boolean pingDue(long now) {
        return now - nextPing() >= 0;
    }

    boolean over(long now) {
        return now - lastHeard >= deadNanos;
    }

    void onTime(PeerId peer, long now, MeshOutbox out) {
        if (!suspected && now - suspicion() >= 0) {
            suspected = true;
            doubtedAt = NEVER;
            out.signal(new MeshSignal.Suspected(peer, true));
        }
    }

    void forgive(long nanos) {
        lastHeard += nanos;
        watchedFrom += nanos;
        doubtedAt = doubtedAt == NEVER ? NEVER : doubtedAt + nanos;
    }

    long deadline() {
        return Math.min(nextPing(), suspected ? lastHeard + deadNanos : suspicion());
    }

    /** When a peer that stays silent is suspected. */
    private long suspicion() {
        long silence = calm ? lastHeard + firstPing() + answerNanos : lastHeard + suspectNanos;
        if (doubtedAt != NEVER) {
            return Math.min(silence, Math.max(doubtedAt + answerNanos, lastHeard + pingNanos));
        }
        return Math.max(silence, watchedFrom + answerNanos);
    }

    private long nextPing() {
        if (suspected) {
            return Math.max(lastHeard, lastPing) + pingNanos + turnNanos;
        }
        boolean hurried = unanswered > 1 || doubtedAt != NEVER;
        long first = doubtedAt == NEVER ? lastHeard + firstPing() : doubtedAt;
        return Math.max(first, lastPing + (hurried ? hurryNanos : retryNanos));
    }

    private long firstPing() {
        return (calm && !lively ? calmNanos : pingNanos) + turnNanos;
    }
}
