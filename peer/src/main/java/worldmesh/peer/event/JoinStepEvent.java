package worldmesh.peer.event;

/**
 * Joining a party got one step further.
 */
public record JoinStepEvent(JoinStep step, Origin origin, long worldMillis) implements SystemMessage {}
