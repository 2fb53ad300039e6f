package worldmesh.world.replica;

/** What a change is about. */
public enum ChangeKind {
    /** The entity came to life or into sight; its components follow as changes from null. */
    SPAWNED,
    /** A component has another value. */
    CHANGED,
    /** The entity is in another sector. */
    MOVED,
    /** The entity has another owner. */
    OWNER_CHANGED,
    /** The entity is gone with all its components. */
    DELETED
}
