package worldmesh.peer.core;

import org.jspecify.annotations.Nullable;
import worldmesh.peer.event.ConnectedEvent;
import worldmesh.peer.event.ConnectionFailedEvent;
import worldmesh.peer.event.DisconnectReason;
import worldmesh.peer.event.DisconnectedEvent;
import worldmesh.peer.event.Origin;
import worldmesh.peer.event.ReconnectingEvent;
import worldmesh.peer.event.RefusalReason;
import worldmesh.world.trust.WorldManifest;

/** Where the session is in its life: connecting, connected, reconnecting, failed, closed; each change is told once. */
final class Lifecycle {
    /** A joiner counts as connected at last so long after it was let in, caught up or not. */
    static final long CATCH_UP_NANOS = 2_000_000_000L;

    private final SessionScope scope;
    private final Replication replication;
    private SessionState state = SessionState.CONNECTING;
    private long admittedNanos = Long.MAX_VALUE;
    private boolean told;

    Lifecycle(SessionScope scope, Replication replication) {
        this.scope = scope;
        this.replication = replication;
    }

    SessionState state() {
        return state;
    }

    boolean isOver() {
        return state == SessionState.CLOSED;
    }

    /** The player wants the members sought again. */
    void reconnect() {
        if (state == SessionState.FAILED) {
            state = told ? SessionState.RECONNECTING : SessionState.CONNECTING;
        }
    }

    /** Takes the steps that are due; {@code gaveUp} says that nobody is sought any more. */
    void onTime(boolean host, boolean gaveUp) {
        boolean linked = !scope.links.admitted().isEmpty();
        boolean alone = gaveUp && !host && scope.links.all().isEmpty();
        switch (state) {
            case CONNECTING -> {
                connecting(host, linked);
                giveUpIf(alone);
            }
            case CONNECTED -> {
                if (alone) {
                    giveUpIf(true);
                } else if (!linked && !host) {
                    state = SessionState.RECONNECTING;
                    scope.emit(new ReconnectingEvent(false, Origin.LOCAL, scope.worldMillis()));
                }
            }
            case RECONNECTING -> {
                back(host, linked);
                giveUpIf(alone);
            }
            case FAILED -> back(host, linked);
            case CLOSED -> {
                // Nothing happens any more.
            }
        }
    }

    /** Members may come by themselves, also to who does not seek them. */
    private void back(boolean host, boolean linked) {
        if (linked && told) {
            state = SessionState.CONNECTED;
            scope.emit(new ReconnectingEvent(true, Origin.LOCAL, scope.worldMillis()));
        } else if (linked) {
            state = SessionState.CONNECTING;
            connecting(host, true);
        }
    }

    private void giveUpIf(boolean alone) {
        if (alone) {
            state = SessionState.FAILED;
            scope.emit(new ConnectionFailedEvent(Origin.LOCAL, scope.worldMillis()));
        }
    }

    private void connecting(boolean host, boolean linked) {
        WorldManifest manifest = scope.world.manifest();
        if (manifest == null || (!linked && !host)) {
            return;
        }
        admittedNanos = Math.min(admittedNanos, scope.nowNanos);
        boolean caughtUp = scope.links.admitted().stream().anyMatch(replication::isCaughtUp);
        if (host || caughtUp || scope.nowNanos - admittedNanos >= CATCH_UP_NANOS) {
            state = SessionState.CONNECTED;
            told = true;
            scope.emit(new ConnectedEvent(manifest.name(), Origin.LOCAL, scope.worldMillis()));
        }
    }

    /** How a refusal ends the session, null if it ends the link alone; {@code home} if the party is here. */
    @Nullable DisconnectReason endAfter(PeerLink link, RefusalReason why, boolean byUs, boolean home) {
        boolean byHost = replication.proofs().isHolder(link.peer());
        // This side may have let the other one in, and its word came too late there.
        boolean late = why.isPassing() && !link.served;
        if (!byUs && byHost && link.announced && !late) {
            return DisconnectReason.KICKED;
        }
        boolean only = state == SessionState.CONNECTING && !home;
        boolean refused = !why.isPassing() && only && (!byUs || why.isMutual());
        return refused ? DisconnectReason.REFUSED : null;
    }

    void end(DisconnectReason reason) {
        if (state != SessionState.CLOSED) {
            state = SessionState.CLOSED;
            scope.emit(new DisconnectedEvent(reason, Origin.LOCAL, scope.worldMillis()));
        }
    }
}
