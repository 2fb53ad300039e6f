package worldmesh.world.sector;

/**
 * How the plane of one world is cut into sectors: fixed in the manifest when the world is founded.
 *
 * @param metres the width of a sector of scale 0
 */
public record SectorGrid(int metres) {
    /** The widest sector of scale 0. */
    public static final int MAX_METRES = 1_000_000;

    /** Sectors of one kilometre, which suits people on foot. */
    public static final SectorGrid KILOMETRE = new SectorGrid(1_000);

    /** Refuses a width that is not positive or too large. */
    public SectorGrid {
        checkMetres(metres);
    }

    /** Refuses a width that no grid has. */
    public static void checkMetres(int metres) {
        if (metres < 1 || metres > MAX_METRES) {
            throw new IllegalArgumentException(
                    "sector size is " + metres + " m, must be within 1.." + MAX_METRES + "; 1000 suits most worlds");
        }
    }

    /** The sector of scale 0 that holds the point; refuses points beyond the 64-bit range of sectors. */
    public SectorId containing(double metresX, double metresY) {
        return new SectorId(index(metresX), index(metresY), 0);
    }

    private long index(double position) {
        double index = Math.floor(position / metres);
        // Written so that NaN fails too. 2^63 itself is representable as a double but not as a long.
        if (!(index >= -0x1p63 && index < 0x1p63)) {
            throw new IllegalArgumentException(
                    "position " + position + " m is beyond the sectors of the world, must be within +-9.2e18 sectors");
        }
        return (long) index;
    }

    @Override
    public String toString() {
        return metres + " m";
    }
}
