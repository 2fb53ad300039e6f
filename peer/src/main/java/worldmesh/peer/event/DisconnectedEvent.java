package worldmesh.peer.event;

/**
 * The session is over; comes once, last.
 */
public record DisconnectedEvent(DisconnectReason reason, Origin origin, long worldMillis) implements SystemMessage {}
