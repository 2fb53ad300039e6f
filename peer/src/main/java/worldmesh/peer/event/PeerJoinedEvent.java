package worldmesh.peer.event;

import worldmesh.runtime.identity.PeerId;

/**
 * A player's link was admitted.
 */
public record PeerJoinedEvent(PeerId peer, String name, Origin origin, long worldMillis) implements PlayerAction {}
