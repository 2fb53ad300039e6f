package worldmesh.world.replica;

/** Where a change came from. */
public enum Origin {
    /** An edit of this replica. */
    LOCAL,
    /** An edit of another replica. */
    REMOTE,
    /** A batch of the authority, written under a grant. */
    AUTHORITY
}
