package worldmesh.peer.event;

import worldmesh.peer.error.ConnectionError;
import worldmesh.peer.error.SecurityError;
import worldmesh.peer.error.WorldMeshError;
import worldmesh.runtime.identity.PeerId;

/**
 * A peer refused this session, or this session a peer.
 */
public record RefusedEvent(PeerId peer, RefusalReason reason, String detail, Origin origin, long worldMillis)
        implements ErrorNotification {
    @Override
    public WorldMeshError error() {
        return switch (reason) {
            case INVITATION_WRONG, INVITATION_USED, INVITATION_EXPIRED, INVITATION_REVOKED, BANNED, KICKED ->
                new SecurityError(peer, detail);
            case VERSION, WORLD_MISMATCH, SCHEMA_MISMATCH, SERVER_FULL, LOCKED, NO_WORLD, PROTOCOL, GIVER_AWAY ->
                new ConnectionError(peer, detail);
        };
    }
}
