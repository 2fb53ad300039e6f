package worldmesh.peer.event;

import worldmesh.runtime.identity.PeerId;

/**
 * A player spoke. Told in causal order.
 */
public record MessageEvent(PeerId author, String authorName, String text, Origin origin, long worldMillis)
        implements PlayerAction {}
