package worldmesh.world.space;

import java.util.Arrays;

/**
 * The tiles of a chunk by index, as runs of equal ones; what was never painted is 0. How an index follows from a place
 * is the game's choice, {@code x + 16 * (y + 16 * z)} for a cube. Immutable.
 */
public final class Grid {
    /** The tiles of a chunk: a cube of sixteen. */
    public static final int MAX_TILES = 16 * 16 * 16;

    /** A chunk where nothing was painted. */
    public static final Grid EMPTY = new Grid(new int[0], new int[0]);

    private final int[] ends;
    private final int[] tiles;

    private Grid(int[] ends, int[] tiles) {
        this.ends = ends;
        this.tiles = tiles;
    }

    /** The grid whose run {@code i} of tiles {@code tiles[i]} ends before index {@code ends[i]}. */
    public static Grid ofRuns(int[] ends, int[] tiles) {
        int[] keptEnds = new int[ends.length];
        int[] keptTiles = new int[ends.length];
        int kept = 0;
        int before = 0;
        for (int i = 0; i < ends.length; i++) {
            if (ends[i] <= before || ends[i] > MAX_TILES) {
                throw new IllegalArgumentException(
                        "run " + i + " ends at " + ends[i] + ", must be within " + (before + 1) + ".." + MAX_TILES);
            }
            before = ends[i];
            if (kept > 0 && keptTiles[kept - 1] == tiles[i]) {
                kept--;
            }
            keptEnds[kept] = ends[i];
            keptTiles[kept++] = tiles[i];
        }
        kept -= kept > 0 && keptTiles[kept - 1] == 0 ? 1 : 0;
        return kept == 0 ? EMPTY : new Grid(Arrays.copyOf(keptEnds, kept), Arrays.copyOf(keptTiles, kept));
    }

    /** The tile at an index; 0 where nothing was painted. */
    public int at(int index) {
        if (index < 0 || index >= MAX_TILES) {
            throw new IllegalArgumentException("index is " + index + ", must be within 0.." + (MAX_TILES - 1));
        }
        int found = Arrays.binarySearch(ends, index + 1);
        int run = found < 0 ? -found - 1 : found;
        return run == ends.length ? 0 : tiles[run];
    }

    /** How many runs of equal tiles there are; what is 0 to the end is none. */
    public int runs() {
        return ends.length;
    }

    /** The index before which a run ends. */
    public int end(int run) {
        return ends[run];
    }

    /** The tile of a run. */
    public int tile(int run) {
        return tiles[run];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Grid that && Arrays.equals(ends, that.ends) && Arrays.equals(tiles, that.tiles);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(ends) + Arrays.hashCode(tiles);
    }

    @Override
    public String toString() {
        return "grid of " + ends.length + " runs";
    }
}
