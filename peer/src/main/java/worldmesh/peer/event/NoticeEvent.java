package worldmesh.peer.event;

/**
 * The host tells every player something, such as a coming maintenance.
 */
public record NoticeEvent(String text, Origin origin, long worldMillis) implements SystemMessage {}
