package worldmesh.mesh.link;

/** How a message travels. Priority falls in the order of declaration. */
public enum Lane {
    /** Unreliable: of one stream only what is newer than the last delivered arrives; never sent twice. */
    STATE,
    /** Reliable and ordered within each stream. */
    RELIABLE,
    /** Like {@link #RELIABLE} at the lowest priority, at least an eighth of the line: catch-up, snapshots. */
    BULK
}
