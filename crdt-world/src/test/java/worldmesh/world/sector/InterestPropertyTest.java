package worldmesh.world.sector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

class InterestPropertyTest {
    @Test
    void nearSectorsAndFarCellsPartThePlaneAsFarAsOneSees() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            int squares = random.nextInt(4);
            int levels = random.nextInt(5);
            SectorId centre = new SectorId(random.nextInt(200) - 100, random.nextInt(200) - 100, 0);
            Interest interest = Interest.around(centre, squares).withLevels(levels);
            Set<SectorId> cells = new HashSet<>();
            long reach = (2L * squares + 2) << levels;
            long seen = 0;
            for (long x = -reach; x <= reach; x++) {
                for (long y = -reach; y <= reach; y++) {
                    SectorId sector = centre.neighbour(x, y);
                    SectorId cell = interest.cell(sector);
                    assertEquals(Math.max(Math.abs(x), Math.abs(y)) <= squares, interest.covers(sector));
                    if (cell != null) {
                        cells.add(cell);
                        assertTrue(cell.contains(sector) && interest.isCell(cell), sector + " in " + cell);
                        assertFalse(interest.covers(sector));
                    }
                    seen += cell != null || interest.covers(sector) ? 1 : 0;
                }
            }
            long width = (2L * squares + 1) << levels;

            // Exactly a square of 2^levels times the width: each sector once, by itself or in one cell.
            assertEquals(width * width, seen, "seed " + seed);
            long inCells =
                    cells.stream().mapToLong(cell -> 1L << (2 * cell.scale())).sum();
            assertEquals(width * width - (2L * squares + 1) * (2L * squares + 1), inCells, "seed " + seed);
            assertEquals(3L * (2 * squares + 1) * (2 * squares + 1) * levels, cells.size(), "seed " + seed);
        }
    }

    @Test
    void coarseSectorsAreNearWhereTheyReachAndFarInACellThatHoldsThem() {
        Interest interest = Interest.around(SectorId.ORIGIN, 1).withLevels(4);

        assertTrue(interest.covers(new SectorId(0, 0, 32)));
        assertTrue(interest.covers(new SectorId(-1, 0, 32)));
        assertEquals(new SectorId(2, 0, 3), interest.cell(new SectorId(5, 0, 2)));
        assertNull(interest.cell(new SectorId(900, 0, 2)));
    }

    @Test
    void whatIsWrittenIsReadAndEverythingElseRefused() {
        Interest both = new Interest(
                false,
                List.of(
                        new Interest.Area(new SectorId(-5, Long.MAX_VALUE, 0), 2, 3),
                        new Interest.Area(SectorId.ORIGIN, 64, 0)));
        for (Interest good : List.of(both, Interest.EVERYTHING, new Interest(false, List.of()))) {
            byte[] bytes = bytes(good);
            ByteReader in = new ByteReader(bytes);
            assertEquals(good, Interest.decode(in));
            assertTrue(in.complete());
            for (int length = 0; length < bytes.length; length++) {
                assertRefused(Arrays.copyOf(bytes, length));
            }
        }
        assertRefused(new byte[] {2, 0});
        assertRefused(new byte[] {1, 1, 0, 0, 0, 1, 1});
        assertRefused(new byte[] {0, 9, 0, 0, 0, 1, 1});
        assertRefused(new byte[] {0, 1, 0, 0, 1, 1, 1});
        assertRefused(new byte[] {0, 1, 0, 0, 0, 65, 0});
        assertRefused(new byte[] {0, 1, 0, 0, 0, 1, 17});
        assertRefused(new byte[] {0, 1, 0, 0, 0, 64, 16});
    }

    @Test
    void whatCannotBeIsRefusedWithAReason() {
        Interest.Area wide = new Interest.Area(SectorId.ORIGIN, 20, 1);

        assertThrows(IllegalArgumentException.class, () -> new Interest(true, List.of(wide)));
        assertThrows(IllegalArgumentException.class, () -> new Interest(false, Collections.nCopies(9, wide)));
        assertThrows(
                IllegalArgumentException.class,
                () -> Interest.around(SectorId.ORIGIN, 20).withLevels(16));
        assertThrows(IllegalArgumentException.class, () -> Interest.around(new SectorId(0, 0, 1), 1));
        assertThrows(IllegalArgumentException.class, () -> Interest.around(SectorId.ORIGIN, -1));
    }

    private static byte[] bytes(Interest interest) {
        ByteWriter out = new ByteWriter();
        interest.encode(out);
        return out.toBytes();
    }

    private static void assertRefused(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        Interest.decode(in);
        assertFalse(in.complete(), Arrays.toString(bytes));
    }
}
