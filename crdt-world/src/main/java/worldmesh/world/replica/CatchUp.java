package worldmesh.world.replica;

/** How a peer is brought up to date in a sector, and why so. */
public enum CatchUp {
    /** Batches: all that the peer lacks are retained. */
    BATCHES_RETAINED,
    /** A sketch: batches it lacks are gone, but by its vector it has at least half of all there were. */
    SKETCH_AS_MOST_IS_SHARED,
    /** A snapshot: it has less than half. */
    SNAPSHOT_AS_MOST_DIFFERS,
    /** A snapshot: there is so little that it takes no more than a sketch. */
    SNAPSHOT_AS_IT_IS_SMALL,
    /** A snapshot: a sketch was tried, and found too much, or was not answered. */
    SNAPSHOT_AS_A_SKETCH_FAILED,
    /** A snapshot of the newest cut: the batches above it follow, so that the peer can make the next one itself. */
    SNAPSHOT_OF_A_CUT,
    /** A snapshot: nothing is known here, or some of it is a tenure's that is not decided. */
    SNAPSHOT_OF_WHAT_IS_DECIDED
}
