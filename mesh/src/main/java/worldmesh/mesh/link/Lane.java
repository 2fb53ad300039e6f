package worldmesh.mesh.link;

/** How a message travels. Priority falls in the order of declaration. */
public enum Lane {
    /** Unreliable: each message at once or not at all, in any order, never twice; of a full queue the oldest goes. */
    VOICE(false),
    /**
     * Unreliable, but a small message goes once more with the next of its stream, so that one loss costs nothing; in
     * order, each once. Of a full queue the oldest goes.
     */
    INPUT(false),
    /** Unreliable: of one stream only what is newer than the last delivered arrives; never sent twice. */
    STATE(false),
    /** Reliable and ordered within each stream. */
    RELIABLE(true),
    /** Like {@link #RELIABLE} at the lowest priority, at least an eighth of the line: catch-up, snapshots. */
    BULK(true);

    private final boolean reliable;

    Lane(boolean reliable) {
        this.reliable = reliable;
    }

    /** True if all that is taken for sending arrives while the link lives. */
    public boolean reliable() {
        return reliable;
    }
}
