package worldmesh.peer.event;

/**
 * The session lost every link and tries again; {@code connected} tells the way back.
 */
public record ReconnectingEvent(boolean connected, Origin origin, long worldMillis) implements SystemMessage {}
