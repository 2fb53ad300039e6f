package worldmesh.world.sector;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * The sectors that a peer wants to hear about: all, or those near some places. Around what is near lie rings of far
 * cells, each of twice the width of the one inside it, of which the peer wants summaries and no entities. Near sectors
 * and the cells of one area part the plane: no place is told twice.
 *
 * @param everything true for all sectors; then there are no areas
 * @param areas what is wanted; none, with {@code everything} false, is nothing
 */
public record Interest(boolean everything, List<Area> areas) {
    /** Places that a peer is at, at most. */
    public static final int AREAS_MAX = 8;

    /** Far cells of all areas: 40 kB of summaries. */
    public static final int CELLS_MAX = 4_096;

    /** All sectors: what a peer wants that says nothing. */
    public static final Interest EVERYTHING = new Interest(true, List.of());

    /** Refuses areas beside everything, and more of them, or of their cells, than there may be. */
    public Interest {
        areas = List.copyOf(areas);
        if (everything && !areas.isEmpty()) {
            throw new IllegalArgumentException("an interest is in everything or in areas, got both");
        }
        if (areas.size() > AREAS_MAX) {
            throw new IllegalArgumentException(areas.size() + " areas, must be at most " + AREAS_MAX);
        }
        if (cells(areas) > CELLS_MAX) {
            throw new IllegalArgumentException(cells(areas) + " far cells, must be at most " + CELLS_MAX
                    + "; take fewer squares, levels or areas");
        }
    }

    /**
     * A place and how far around it is wanted.
     *
     * @param centre a sector of scale 0
     * @param squares near is what is at most so many squares away, along x and along y
     * @param levels rings of far cells around that: each doubles how far the peer sees
     */
    public record Area(SectorId centre, int squares, int levels) {
        /** The widest near square: 129 sectors. */
        public static final int SQUARES_MAX = 64;

        /** Rings: sight 65,536 times as wide. */
        public static final int LEVELS_MAX = 16;

        /** Refuses a coarse centre and what is out of range. */
        public Area {
            if (centre.scale() != 0) {
                throw new IllegalArgumentException("the centre of an area is a sector of scale 0, got " + centre);
            }
            within("squares", squares, SQUARES_MAX);
            within("levels", levels, LEVELS_MAX);
        }

        private static void within(String what, int value, int max) {
            if (value < 0 || value > max) {
                throw new IllegalArgumentException(what + " is " + value + ", must be within 0.." + max);
            }
        }

        private boolean isNear(SectorId sector) {
            return centre.isNear(sector, squares);
        }

        /** True if the cell is near the centre, both seen in squares of the cell's scale. */
        private boolean reaches(SectorId cell) {
            return centre.ancestor(cell.scale()).isNear(cell, squares);
        }

        private boolean isCell(SectorId cell) {
            return cell.scale() < levels && !reaches(cell) && reaches(cell.parent());
        }

        private @Nullable SectorId cell(SectorId sector) {
            for (int scale = sector.scale(); scale < levels; scale++) {
                SectorId cell = sector.ancestor(scale);
                if (isCell(cell)) {
                    return cell;
                }
            }
            return null;
        }
    }

    /** Near one place. */
    public static Interest around(SectorId centre, int squares) {
        return new Interest(false, List.of(new Area(centre, squares, 0)));
    }

    /** The same with so many rings of far cells around each area. */
    public Interest withLevels(int levels) {
        return new Interest(
                everything,
                areas.stream()
                        .map(area -> new Area(area.centre, area.squares, levels))
                        .toList());
    }

    private static long cells(List<Area> areas) {
        long cells = 0;
        for (Area area : areas) {
            long width = 2L * area.squares + 1;
            cells += 3 * width * width * area.levels;
        }
        return cells;
    }

    /** True if there are far cells. */
    public boolean hasCells() {
        return cells(areas) > 0;
    }

    /** True if the entities of the sector are wanted. */
    public boolean covers(SectorId sector) {
        if (everything) {
            return true;
        }
        for (Area area : areas) {
            if (area.isNear(sector)) {
                return true;
            }
        }
        return false;
    }

    /** The far cell that a sector is told in; null for one that is near, and for one beyond sight. */
    public @Nullable SectorId cell(SectorId sector) {
        if (covers(sector)) {
            return null;
        }
        for (Area area : areas) {
            SectorId cell = area.cell(sector);
            if (cell != null) {
                return cell;
            }
        }
        return null;
    }

    /** True if summaries of this cell are wanted. */
    public boolean isCell(SectorId cell) {
        return areas.stream().anyMatch(area -> area.isCell(cell));
    }

    /** Writes docs/wire-session.md, "Interest". */
    public void encode(ByteWriter out) {
        out.u8(everything ? 1 : 0).varint(areas.size());
        for (Area area : areas) {
            area.centre.encode(out);
            out.u8(area.squares).u8(area.levels);
        }
    }

    /** Reads what {@link #encode} wrote; fails the reader for anything out of bounds. */
    public static Interest decode(ByteReader in) {
        int everything = in.u8();
        int count = in.count(AREAS_MAX);
        List<Area> areas = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            SectorId centre = SectorId.decode(in);
            int squares = in.u8();
            int levels = in.u8();
            if (centre.scale() != 0 || squares > Area.SQUARES_MAX || levels > Area.LEVELS_MAX) {
                in.fail();
            } else {
                areas.add(new Area(centre, squares, levels));
            }
        }
        if (everything > 1 || (everything == 1 && count > 0) || cells(areas) > CELLS_MAX) {
            in.fail();
        }
        return in.ok() ? new Interest(everything == 1, areas) : EVERYTHING;
    }
}
