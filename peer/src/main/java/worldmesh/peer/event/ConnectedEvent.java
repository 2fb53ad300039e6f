package worldmesh.peer.event;

/**
 * The session is part of the party; comes once, before every message.
 */
public record ConnectedEvent(String worldName, Origin origin, long worldMillis) implements SystemMessage {}
