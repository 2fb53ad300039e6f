package worldmesh.world.replica;

/**
 * What an undo or redo did.
 *
 * @param changed the cells, elements, tiles and texts that are as they were again
 * @param left those that stayed: somebody wrote there since, the entity is gone, or there was no value before
 */
public record Undone(int changed, int left) {
    /** There was no step. */
    public static final Undone NOTHING = new Undone(0, 0);

    Undone plus(boolean done) {
        return done ? new Undone(changed + 1, left) : new Undone(changed, left + 1);
    }
}
