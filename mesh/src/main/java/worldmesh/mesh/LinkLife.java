package worldmesh.mesh;

import worldmesh.mesh.link.MeshOutbox;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.identity.PeerId;

/** Watches whether the other side lives: asks when it is silent, suspects it, gives it up. Confined to the owner. */
final class LinkLife {
    private final long pingNanos;
    private final long suspectNanos;
    private final long deadNanos;
    private long lastHeard;
    private long lastPing;
    private boolean suspected;

    LinkLife(MeshSettings settings, long now) {
        this.pingNanos = settings.pingMillis() * 1_000_000L;
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
        if (suspected) {
            suspected = false;
            out.signal(new MeshSignal.Suspected(peer, false));
        }
    }

    void pinged(long now) {
        lastPing = now;
    }

    boolean pingDue(long now) {
        return now - lastHeard >= pingNanos && now - lastPing >= pingNanos;
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
        long ping = Math.max(lastHeard, lastPing) + pingNanos;
        long change = lastHeard + (suspected ? deadNanos : suspectNanos);
        return Math.min(ping, change);
    }
}
