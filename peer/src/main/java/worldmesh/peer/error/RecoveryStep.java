package worldmesh.peer.error;

/** The steps by which a session recovers from an error of any kind, in this order. */
public enum RecoveryStep {
    /** The error was noticed. */
    DETECTED,
    /** What this side has is safe: edits are signed and stored, what was wrong is taken back. */
    STATE_SAVED,
    /** A member of the party is linked and heard. */
    CONNECTED,
    /** That member said afresh what it has, and all of it that is here was checked as it came. */
    VALIDATED,
    /** Everything it has is here, and it has every edit of this side. */
    RESYNCED
}
