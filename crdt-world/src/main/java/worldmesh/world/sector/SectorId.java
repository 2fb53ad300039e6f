package worldmesh.world.sector;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * Names a square of the world's plane. Scale 0 is as wide as the world's {@link SectorGrid} says, scale N is 2^N as
 * wide; (x, y) counts squares of that scale
 * from the origin, so that a world of any size costs nothing until a sector is touched.
 */
public record SectorId(long x, long y, int scale) implements Comparable<SectorId> {
    /** The coarsest scale: it fits one byte on the wire. */
    public static final int MAX_SCALE = 255;

    /** The width of a sector of scale 0 in a world of {@link SectorGrid#KILOMETRE}. */
    public static final double METRES = 1000.0;

    /** The sector of scale 0 whose lower left corner is the origin. */
    public static final SectorId ORIGIN = new SectorId(0, 0, 0);

    /** Refuses a scale outside 0..255. */
    public SectorId {
        if (scale < 0 || scale > MAX_SCALE) {
            throw new IllegalArgumentException("sector scale is " + scale + ", must be within 0.." + MAX_SCALE);
        }
    }

    /** The sector of scale 0 that holds the point in a world of {@link SectorGrid#KILOMETRE}. */
    public static SectorId containing(double metresX, double metresY) {
        return SectorGrid.KILOMETRE.containing(metresX, metresY);
    }

    /** The sector of twice the width that contains this one. */
    public SectorId parent() {
        if (scale == MAX_SCALE) {
            throw new IllegalStateException("sector " + this + " has the coarsest scale and no parent");
        }
        return new SectorId(x >> 1, y >> 1, scale + 1);
    }

    /** The sector of this scale, which is not finer, that contains this one. */
    public SectorId ancestor(int coarser) {
        if (coarser < scale) {
            throw new IllegalArgumentException("sector " + this + " has no ancestor of scale " + coarser);
        }
        int shift = Math.min(coarser - scale, 63);
        return new SectorId(x >> shift, y >> shift, coarser);
    }

    /** One of the four sectors of half the width: bit 0 of {@code index} is the right half, bit 1 the upper half. */
    public SectorId child(int index) {
        if (index < 0 || index > 3) {
            throw new IllegalArgumentException("child index is " + index + ", must be within 0..3");
        }
        if (scale == 0) {
            throw new IllegalStateException("sector " + this + " has scale 0 and no children");
        }
        return new SectorId(half(x, index & 1), half(y, index >> 1), scale - 1);
    }

    private long half(long coordinate, int upper) {
        if (coordinate > Long.MAX_VALUE >> 1 || coordinate < Long.MIN_VALUE >> 1) {
            throw new IllegalStateException("the children of sector " + this + " are beyond the 64-bit range");
        }
        return coordinate * 2 + upper;
    }

    // The generated one is not inlined where every edit compares sectors.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof SectorId that && x == that.x && y == that.y && scale == that.scale);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Long.hashCode(x) + Long.hashCode(y)) + scale;
    }

    /** True if {@code other} is this sector or lies inside it. */
    public boolean contains(SectorId other) {
        int levels = scale - other.scale;
        if (levels < 0) {
            return false;
        }
        int shift = Math.min(levels, 63);
        return other.x >> shift == x && other.y >> shift == y;
    }

    /**
     * True if {@code other} is this sector or at most {@code squares} away along x and along y, 1 being one that
     * touches it. Of two scales the coarser counts: the finer sector is where the coarse one that contains it is.
     */
    public boolean isNear(SectorId other, int squares) {
        int coarser = Math.max(scale, other.scale);
        int shift = Math.min(coarser - scale, 63);
        int otherShift = Math.min(coarser - other.scale, 63);
        return near(x >> shift, other.x >> otherShift, squares) && near(y >> shift, other.y >> otherShift, squares);
    }

    private static boolean near(long from, long to, int squares) {
        long way = to - from;
        boolean overflows = ((to ^ from) & (to ^ way)) < 0;
        return !overflows && way <= squares && way >= -squares;
    }

    /** The sector of the same scale that many squares away; refuses to leave the 64-bit range. */
    public SectorId neighbour(long stepX, long stepY) {
        return new SectorId(step(x, stepX), step(y, stepY), scale);
    }

    private long step(long from, long by) {
        long to = from + by;
        if (((from ^ to) & (by ^ to)) < 0) {
            throw new IllegalArgumentException("a move by " + by + " from sector " + this + " leaves the 64-bit range");
        }
        return to;
    }

    /** Writes the 3..21 bytes of docs/wire-world.md, "Sector". */
    public void encode(ByteWriter out) {
        out.zigzag(x).zigzag(y).u8(scale);
    }

    /** Reads what {@link #encode} wrote. */
    public static SectorId decode(ByteReader in) {
        long x = in.zigzag();
        long y = in.zigzag();
        return new SectorId(x, y, in.u8());
    }

    /** Orders by scale, then x, then y. */
    @Override
    public int compareTo(SectorId other) {
        if (scale != other.scale) {
            return Integer.compare(scale, other.scale);
        }
        return x != other.x ? Long.compare(x, other.x) : Long.compare(y, other.y);
    }

    @Override
    public String toString() {
        return "(" + x + "," + y + ")/" + scale;
    }
}
