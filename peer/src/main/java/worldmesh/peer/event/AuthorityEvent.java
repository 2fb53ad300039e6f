package worldmesh.peer.event;

import worldmesh.runtime.identity.PeerId;

/**
 * The authority of the world came, or came back under a new epoch.
 */
public record AuthorityEvent(PeerId holder, long epoch, Origin origin, long worldMillis) implements SystemMessage {}
