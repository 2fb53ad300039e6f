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

    /** A link whose end rests is given up after so many rests at the earliest. */
    private static final int DEAD_RESTS = 4;

    /** The same of round trips: on a line of a second, bad for a moment, four seconds are three signs of life. */
    private static final int DEAD_ROUND_TRIPS = 8;

    /** But no longer than so many times what is set: who delays its answers is not kept for that. */
    private static final int DEAD_TIMES_MAX = 4;

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
    private final LinkRest rest;
    private long roundTripNanos;

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
        this.rest = new LinkRest(now);
    }

    /** How the two ends spare their radios. */
    LinkRest rest() {
        return rest;
    }

    boolean suspected() {
        return suspected;
    }

    /** So long takes a sign of life and its answer. */
    void roundTrip(long nanos) {
        roundTripNanos = nanos;
    }

    void heard(PeerId peer, long now, MeshOutbox out) {
        lively = now - lastHeard < pingNanos;
        lastHeard = now;
        unanswered = 0;
        rest.heard(now);
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
        return now - lastHeard >= deadNanos();
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
        return Math.min(nextPing(), suspected ? lastHeard + deadNanos() : suspicion());
    }

    /** When a peer that stays silent is suspected. */
    private long suspicion() {
        long resting = rest.nanos();
        long silence = calm ? lastHeard + firstPing() + answerNanos : lastHeard + suspectNanos;
        // One that rests is heard once a period, or after two if a record is lost.
        silence = Math.max(silence, lastHeard + resting * 5 / 2);
        if (doubtedAt != NEVER) {
            long answered = Math.max(answerNanos, resting * 3 / 2);
            return Math.min(silence, Math.max(doubtedAt + answered, lastHeard + pingNanos));
        }
        return Math.max(silence, watchedFrom + answerNanos);
    }

    private long deadNanos() {
        long trips = Math.min(DEAD_ROUND_TRIPS * roundTripNanos, DEAD_TIMES_MAX * deadNanos);
        return Math.max(deadNanos, Math.max(DEAD_RESTS * rest.nanos(), trips));
    }

    private long nextPing() {
        if (suspected) {
            return Math.max(lastHeard, lastPing) + pingNanos + turnNanos;
        }
        long retry = Math.max(retryNanos, rest.nanos() / RETRY_PARTS);
        if (rest.hasToSay()) {
            return lastPing + hurryNanos;
        }
        if (rest.ownMoments() && doubtedAt == NEVER) {
            return unanswered == 0 ? rest.momentAfter(lastPing) : lastPing + retry;
        }
        boolean hurried = unanswered > 1 || doubtedAt != NEVER;
        long first = doubtedAt == NEVER ? lastHeard + firstPing() : doubtedAt;
        return Math.max(first, lastPing + (hurried ? hurryNanos : retry));
    }

    private long firstPing() {
        return Math.max(calm && !lively ? calmNanos : pingNanos, rest.nanos() * 3 / 2) + turnNanos;
    }
}
