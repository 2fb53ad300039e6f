package worldmesh.mesh.link;

/** Why an attempt to connect did not lead to a link. */
public enum ConnectFailure {
    /** Nobody answered at the address within the time-out. */
    TIMED_OUT,
    /** The peer that answered speaks another version of the protocol. */
    VERSION_MISMATCH,
    /** The peer that answered does not hold the key that was expected. */
    WRONG_PEER,
    /** The handshake broke down: a malformed message or a failed proof. */
    HANDSHAKE_FAILED,
    /** The peer that answered takes no more links now. */
    OVERLOADED,
    /** The member that was to carry the datagrams does not reach the peer, or will not. */
    RELAY_REFUSED,
    /** The address leads back to this peer itself. */
    OWN_ADDRESS,
    /** Another link to the same peer exists or won; nothing is lost. */
    SUPERSEDED,
    /** This peer has too many links or attempts already. */
    TOO_MANY_LINKS
}
