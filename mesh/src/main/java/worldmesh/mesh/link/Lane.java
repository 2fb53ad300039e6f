package worldmesh.mesh.link;

/** How a message travels. Priority falls in the order of declaration. */
public enum Lane {
    /** Unreliable: of one stream only what is newer than the last delivered arrives; never sent twice. */
    STATE,
    /** Reliable and ordered within each stream. */
    RELIABLE,
    /** Like {@link #RELIABLE} at the lowest priority, an eighth of what the line carries at least: catch-up, snapshots. */
    BULK
}
