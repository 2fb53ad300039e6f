package worldmesh.samples.lanparty.island;

/** One of the four parts of the island, each in a sector of its own. */
public enum Quarter {
    /** West and north of the origin. */
    NORTH_WEST,
    /** East and north of the origin. */
    NORTH_EAST,
    /** West and south of the origin. */
    SOUTH_WEST,
    /** East and south of the origin. */
    SOUTH_EAST;

    /** How many there are. */
    public static final int COUNT = 4;

    /** True if the tile lies in this part. */
    public boolean contains(Tile tile) {
        boolean east = this == NORTH_EAST || this == SOUTH_EAST;
        boolean south = this == SOUTH_WEST || this == SOUTH_EAST;
        return tile.x() >= 0 == east && tile.y() >= 0 == south;
    }
}
