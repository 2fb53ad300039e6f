package worldmesh.samples.lanparty.island;

import worldmesh.world.sector.SectorGrid;
import worldmesh.world.sector.SectorId;

/**
 * One square metre of the island, named by its north-west corner; x grows to the east, y to the south.
 *
 * @param x metres east of the origin, where four sectors meet
 * @param y metres south of the origin
 */
public record Tile(int x, int y) implements Comparable<Tile> {
    /** The tile that holds a point. */
    public static Tile at(double x, double y) {
        return new Tile((int) Math.floor(x), (int) Math.floor(y));
    }

    /** The middle of the tile, east. */
    public float centreX() {
        return x + 0.5f;
    }

    /** The middle of the tile, south. */
    public float centreY() {
        return y + 0.5f;
    }

    /** The sector the tile lies in. */
    public SectorId sector(SectorGrid grid) {
        return grid.containing(x, y);
    }

    /** The tile so many steps away. */
    public Tile plus(int dx, int dy) {
        return new Tile(x + dx, y + dy);
    }

    /** Metres from the middle of the tile to a point. */
    public double distanceTo(double px, double py) {
        return Math.hypot(centreX() - px, centreY() - py);
    }

    @Override
    public int compareTo(Tile other) {
        return y != other.y ? Integer.compare(y, other.y) : Integer.compare(x, other.x);
    }

    @Override
    public String toString() {
        return x + "," + y;
    }
}
