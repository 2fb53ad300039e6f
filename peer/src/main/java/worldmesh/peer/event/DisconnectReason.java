package worldmesh.peer.event;

/** Why a session is over. */
public enum DisconnectReason {
    /** This side closed it. */
    CLOSED,
    /** The party refused it; the {@link RefusedEvent} before it says why. */
    REFUSED,
    /** The host removed this player. */
    KICKED
}
