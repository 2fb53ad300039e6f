package worldmesh.world.replica;

/** What a change is about. */
public enum ChangeKind {
    /** The entity came to life or into sight; its components follow as changes from null. */
    SPAWNED,
    /** A component has another value. */
    CHANGED,
    /**
     * A component has other bytes that no record of this program says in full: it is not in the schema, holds fields of
     * a later version, or is malformed. Before and after are {@link Opaque}.
     */
    UNREAD,
    /** The entity is in another sector. */
    MOVED,
    /** The entity has another owner. */
    OWNER_CHANGED,
    /** The entity is gone with all its components. */
    DELETED
}
