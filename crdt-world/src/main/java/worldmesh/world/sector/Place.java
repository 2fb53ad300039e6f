package worldmesh.world.sector;

/**
 * A point as a sector of scale 0 and metres from its lower left corner, so that a centimetre is a centimetre at sector
 * 2^62 as at the origin.
 */
public record Place(SectorId sector, double offsetX, double offsetY) {
    /** Refuses a sector of another scale than 0 and offsets outside 0..1000. */
    public Place {
        if (sector.scale() != 0) {
            throw new IllegalArgumentException("a place is inside a sector of scale 0, got " + sector);
        }
        check(offsetX);
        check(offsetY);
    }

    private static void check(double offset) {
        if (!(offset >= 0 && offset < SectorId.METRES)) {
            throw new IllegalArgumentException("offset is " + offset + " m, must be within 0..1000");
        }
    }

    /** The place that many metres away; refuses a move that leaves the world's 64-bit range. */
    public Place moved(double metresX, double metresY) {
        double x = offsetX + metresX;
        double y = offsetY + metresY;
        SectorId step = SectorId.containing(x, y);
        SectorId target = sector.neighbour(step.x(), step.y());
        return new Place(target, rest(x, step.x()), rest(y, step.y()));
    }

    private static double rest(double metres, long sectors) {
        double rest = metres - sectors * SectorId.METRES;
        // Rounding may land exactly on the border for tiny negative numbers.
        return Math.min(Math.max(rest, 0), Math.nextDown(SectorId.METRES));
    }
}
