package worldmesh.peer.event;

import worldmesh.runtime.identity.PeerId;

/**
 * A peer refused this session, or this session a peer.
 */
public record RefusedEvent(PeerId peer, RefusalReason reason, String detail, Origin origin, long worldMillis)
        implements ErrorNotification {}
