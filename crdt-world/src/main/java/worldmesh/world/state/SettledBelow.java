package worldmesh.world.state;

/** What a cut settles: of each author all up to a clock. */
interface SettledBelow {
    /** True if what the author of this number wrote at that clock is below the cut. */
    boolean covers(int author, long clock);
}
