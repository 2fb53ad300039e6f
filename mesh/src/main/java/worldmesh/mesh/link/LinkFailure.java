package worldmesh.mesh.link;

/** Why there is no link to a peer any more, or not yet: the reason code of {@link LinkState.Failed}. */
public enum LinkFailure {
    /** Nobody answered at the address within the time-out. */
    UNREACHABLE,
    /** The peer that answered speaks another version of the protocol. */
    VERSION_MISMATCH,
    /** The peer that answered does not hold the key that was expected. */
    WRONG_PEER,
    /** The handshake broke down: a malformed message or a failed proof. */
    HANDSHAKE_FAILED,
    /** The other side, or this one, had no room for the link. */
    OVERLOADED,
    /** The address leads back to this peer itself. */
    OWN_ADDRESS,
    /** Another attempt or link to the same peer was preferred. */
    SUPERSEDED,
    /** This peer has too many links or attempts already. */
    TOO_MANY_LINKS,
    /** The link was up and then nothing was heard for the time-out. */
    SILENT,
    /** A newer link took its place and ended too. */
    REPLACED,
    /** The session above refused the peer. */
    REFUSED,
    /** The other side broke the protocol inside authenticated records. */
    PROTOCOL_ERROR;

    /** The code for an attempt that failed. */
    public static LinkFailure of(ConnectFailure failure) {
        return switch (failure) {
            case TIMED_OUT, RELAY_REFUSED -> UNREACHABLE;
            case VERSION_MISMATCH -> VERSION_MISMATCH;
            case WRONG_PEER -> WRONG_PEER;
            case HANDSHAKE_FAILED -> HANDSHAKE_FAILED;
            case OVERLOADED -> OVERLOADED;
            case OWN_ADDRESS -> OWN_ADDRESS;
            case SUPERSEDED -> SUPERSEDED;
            case TOO_MANY_LINKS -> TOO_MANY_LINKS;
        };
    }
}
