package worldmesh.peer.core;

/** Where a session is in its life. */
public enum SessionState {
    /** It looks for the party. */
    CONNECTING,
    /** It is part of the party. */
    CONNECTED,
    /** It lost every link and tries again; edits go on locally. */
    RECONNECTING,
    /** It has no link and seeks none, as {@code peer.reconnect.automatic=false} asks; edits go on locally. */
    FAILED,
    /** It is over. */
    CLOSED
}
