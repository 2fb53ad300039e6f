package worldmesh.mesh;

import worldmesh.mesh.link.MeshOutbox;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.identity.PeerId;

/** Watches whether the other side lives: asks when it is silent, suspects it, gives it up. Confined to the owner. */
final class LinkLife {
    /** The accepting side waits so much longer, in parts of a ping, or both would ask at the same moment. */
    private static final int TURN_PARTS = 8;

    /** An unanswered ping is said again after such a part of the time of a ping, until the peer is suspected. */
    private static final int RETRY_PARTS = 4;

    /** And from then on after such a part: two in a row are seldom lost, and a slow answer costs one ping only. */
    private static final int HURRY_PARTS = 8;

    private final long pingNanos;
    private final long retryNanos;
    private final long hurryNanos;
    private final long suspectNanos;
    private final long deadNanos;
    private long lastHeard;
    private long lastPing;
    private int unanswered;
    private boolean suspected;

    LinkLife(MeshSettings settings, boolean initiator, long now) {
        long ping = settings.pingMillis() * 1_000_000L;
        this.pingNanos = initiator ? ping : ping + ping / TURN_PARTS;
        this.retryNanos = ping / RETRY_PARTS;
        this.hurryNanos = ping / HURRY_PARTS;
        this.suspectNanos = settings.suspectMillis() * 1_000_000L;
        this.deadNanos = settings.deadMillis() * 1_000_000L;
        this.lastHeard = now;
        this.lastPing = now;
    }

    boolean suspected() {
        return suspected;
    }

    void heard(PeerId peer, long now, MeshOutbox out) {
        lastHeard = now;
        unanswered = 0;
        if (suspected) {
            suspected = false;
            out.signal(new MeshSignal.Suspected(peer, false));
        }
    }

    void pinged(long now) {
        lastPing = now;
        unanswered++;
    }

    boolean pingDue(long now) {
        return now - nextPing() >= 0;
    }

    boolean over(long now) {
        return now - lastHeard >= deadNanos;
    }

    void onTime(PeerId peer, long now, MeshOutbox out) {
        if (!suspected && now - lastHeard >= suspectNanos) {
            suspected = true;
            out.signal(new MeshSignal.Suspected(peer, true));
        }
    }

    void forgive(long nanos) {
        lastHeard += nanos;
    }

    long deadline() {
        long change = lastHeard + (suspected ? deadNanos : suspectNanos);
        return Math.min(nextPing(), change);
    }

    private long nextPing() {
        long again = unanswered > 1 ? hurryNanos : retryNanos;
        return Math.max(lastHeard + pingNanos, lastPing + (suspected ? pingNanos : again));
    }
}
