package worldmesh.peer.event;

import worldmesh.runtime.identity.PeerId;

/**
 * A player goes by another name.
 */
public record PeerRenamedEvent(PeerId peer, String oldName, String name, Origin origin, long worldMillis)
        implements PlayerAction {}
