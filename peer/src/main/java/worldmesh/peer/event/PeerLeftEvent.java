package worldmesh.peer.event;

import worldmesh.runtime.identity.PeerId;

/**
 * A player's link ended.
 */
public record PeerLeftEvent(PeerId peer, String name, Origin origin, long worldMillis) implements PlayerAction {}
