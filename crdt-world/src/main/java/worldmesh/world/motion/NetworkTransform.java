package worldmesh.world.motion;

import java.math.BigInteger;
import worldmesh.world.component.Component;
import worldmesh.world.component.Motion;
import worldmesh.world.component.Owned;
import worldmesh.world.component.Quantized;
import worldmesh.world.sector.SectorGrid;
import worldmesh.world.sector.SectorId;
import worldmesh.world.space.Blendable;
import worldmesh.world.space.Quat;
import worldmesh.world.space.Vec3;

/**
 * Where an owned thing is in space and how it is turned; streamed while it moves. The place is in metres from the lower
 * left corner of a sector (x and y lie in the sector's plane, z is the height), so that it is as exact at sector 2^62
 * as at the origin: within half a centimetre, and a tenth of a degree. The sectors it counts from are those of the
 * kilometre grid, however wide the sectors of the world are.
 *
 * @param pos metres from the corner of the sector
 * @param rot how it is turned
 * @param timestamp world time in milliseconds at which it was so
 * @param sector where the place is counted from, one kilometre wide at scale 0
 */
@Component("worldmesh.transform")
@Owned
@Motion
public record NetworkTransform(@Quantized(0.005) Vec3 pos, Quat rot, long timestamp, SectorId sector)
        implements Blendable<NetworkTransform> {
    /** The furthest place from the corner, in metres: beyond, numbers are not exact to a millimetre any more. */
    public static final double POS_MAX_METRES = 1e12;

    /** Refuses places further than {@link #POS_MAX_METRES} from the corner. */
    public NetworkTransform {
        double furthest = Math.max(Math.max(Math.abs(pos.x()), Math.abs(pos.y())), Math.abs(pos.z()));
        if (furthest > POS_MAX_METRES) {
            throw new IllegalArgumentException("place is " + furthest + " m from the corner of sector " + sector
                    + ", must be within " + POS_MAX_METRES + "; name a nearer sector");
        }
    }

    /** In the sector at the origin. */
    public NetworkTransform(Vec3 pos, Quat rot, long timestamp) {
        this(pos, rot, timestamp, SectorId.ORIGIN);
    }

    /**
     * Moved and turned at another time, in the sector of the same scale that holds the new place; refuses a move that
     * leaves the world's 64-bit range.
     */
    public NetworkTransform moved(Vec3 way, Quat newRot, long newTimestamp) {
        Vec3 target = pos.plus(way);
        double edge = edge(sector);
        long stepX = (long) Math.floor(target.x() / edge);
        long stepY = (long) Math.floor(target.y() / edge);
        SectorId to = sector.neighbour(stepX, stepY);
        return new NetworkTransform(target.minus(new Vec3(stepX * edge, stepY * edge, 0)), newRot, newTimestamp, to);
    }

    /** The way from here to there; refuses sectors of another scale. */
    public Vec3 wayTo(NetworkTransform other) {
        if (other.sector.scale() != sector.scale()) {
            throw new IllegalArgumentException(
                    "sectors " + sector + " and " + other.sector + " have different scales, must have the same");
        }
        double edge = edge(sector);
        // The difference of two longs may not fit one, that of two doubles loses the last sectors of far ones only.
        return other.pos
                .minus(pos)
                .plus(new Vec3(
                        steps(sector.x(), other.sector.x()) * edge, steps(sector.y(), other.sector.y()) * edge, 0));
    }

    /** The sector of a world's grid, at the same scale, that holds the place; a world moves the entity there. */
    public SectorId sectorIn(SectorGrid grid) {
        return new SectorId(index(sector.x(), pos.x(), grid), index(sector.y(), pos.y(), grid), sector.scale());
    }

    private long index(long square, double offset, SectorGrid grid) {
        double edge = edge(sector);
        if (grid.equals(SectorGrid.KILOMETRE) && offset >= 0 && offset < edge) {
            return square;
        }
        BigInteger corner = BigInteger.valueOf(square).multiply(BigInteger.valueOf((long) SectorId.METRES));
        BigInteger metres = corner.shiftLeft(sector.scale()).add(BigInteger.valueOf((long) Math.floor(offset)));
        BigInteger width = BigInteger.valueOf(grid.metres()).shiftLeft(sector.scale());
        BigInteger[] parts = metres.divideAndRemainder(width);
        BigInteger index = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
        if (index.bitLength() > 63) {
            throw new IllegalArgumentException(
                    "place " + this + " is beyond the 64-bit range of sectors of " + grid + "; use wider sectors");
        }
        return index.longValue();
    }

    private static double steps(long from, long to) {
        long difference = to - from;
        boolean overflows = ((to ^ from) & (to ^ difference)) < 0;
        return overflows ? (double) to - (double) from : difference;
    }

    private static double edge(SectorId sector) {
        return Math.scalb(SectorId.METRES, sector.scale());
    }

    /** Straight, also across a border; too far to be walked, or at another scale, it is either here or there. */
    @Override
    public NetworkTransform towards(NetworkTransform to, double share) {
        boolean early = share < 0.5;
        NetworkTransform nearer = early ? this : to;
        Vec3 way = to.sector.scale() == sector.scale() ? wayTo(to) : null;
        if (way == null || way.length() > edge(sector)) {
            return nearer;
        }
        long time = timestamp + Math.round((to.timestamp - timestamp) * share);
        // Counted from the nearer end's sector, as that end is the one that is in range for certain.
        Vec3 place = early ? pos.plus(way.times(share)) : to.pos.minus(way.times(1 - share));
        return new NetworkTransform(place, rot.towards(to.rot, share), time, nearer.sector);
    }
}
