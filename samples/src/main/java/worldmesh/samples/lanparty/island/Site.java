package worldmesh.samples.lanparty.island;

/**
 * Something the island bears from the beginning.
 *
 * @param tile where
 * @param kind what
 * @param amount how much gold or wood is in it
 */
public record Site(Tile tile, Kind kind, int amount) {
    /** What a site can be. */
    public enum Kind {
        /** Bears wood. */
        TREE,
        /** Bears gold. */
        VEIN
    }
}
