package worldmesh.peer.event;

/** Who made a change that an observer is told about. */
public enum Origin {
    /** This peer, by an edit or by predicting its own command. */
    LOCAL,
    /** Another peer. */
    REMOTE,
    /** The authority, by a verdict or an op under its grant. */
    AUTHORITY,
    /** A prediction that was taken back. */
    ROLLBACK
}
