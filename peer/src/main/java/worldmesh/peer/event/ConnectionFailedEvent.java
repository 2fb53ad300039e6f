package worldmesh.peer.event;

/**
 * No member was reached, or every link was lost, and none is sought again: {@code peer.reconnect.automatic} is off. The
 * errors before it say why. {@code Session.reconnect()} seeks them again; edits go on locally.
 */
public record ConnectionFailedEvent(Origin origin, long worldMillis) implements SystemMessage {}
