package worldmesh.world.sector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

@NullUnmarked // an unexpected null fails the test anyway
class SectorIdPropertyTest {
    private static final long[] EXTREMES = {
        0, 1, -1, 2, -2, 1L << 62, -(1L << 62), Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE - 1, Long.MIN_VALUE + 1
    };

    private final Random random = new Random(1);

    private long coordinate() {
        return random.nextBoolean()
                ? EXTREMES[random.nextInt(EXTREMES.length)]
                : random.nextLong() >> random.nextInt(64);
    }

    private SectorId sector() {
        return new SectorId(coordinate(), coordinate(), random.nextInt(255));
    }

    @Test
    void everySectorIsInsideItsParentAndAmongItsChildren() {
        for (int i = 0; i < 5_000; i++) {
            SectorId sector = sector();

            SectorId parent = sector.parent();

            assertTrue(parent.contains(sector) && !sector.contains(parent), sector::toString);
            SectorId found = parent.child((int) ((sector.x() & 1) | (sector.y() & 1) << 1));
            assertEquals(sector, found);
        }
    }

    @Test
    void containsHoldsOverAllAncestorsAndIsAntisymmetric() {
        for (int i = 0; i < 300; i++) {
            SectorId sector = sector();
            SectorId other = sector();
            SectorId ancestor = sector;

            while (ancestor.scale() < SectorId.MAX_SCALE) {
                ancestor = ancestor.parent();
                assertTrue(ancestor.contains(sector));
            }

            assertTrue(sector.contains(sector));
            assertEquals(sector.equals(other), sector.contains(other) && other.contains(sector));
        }
    }

    @Test
    void survivesItsCodec() {
        for (int i = 0; i < 1_000; i++) {
            SectorId sector = sector();
            ByteWriter out = new ByteWriter();

            sector.encode(out);

            ByteReader in = new ByteReader(out.toBytes());
            assertEquals(sector, SectorId.decode(in));
            assertTrue(in.complete());
        }
    }

    @Test
    void findsTheSectorOfNegativePoints() {
        assertEquals(new SectorId(-1, 0, 0), SectorId.containing(-0.01, 0));
        assertEquals(new SectorId(-1, 1, 0), SectorId.containing(-1000, 1999.99));
        assertEquals(new SectorId(0, -2, 0), SectorId.containing(999.99, -1000.01));
    }

    @Test
    void refusesWhatLeavesTheRangeAndSaysWhy() {
        SectorId edge = new SectorId(Long.MAX_VALUE, Long.MIN_VALUE, 1);

        assertThrows(IllegalStateException.class, () -> edge.child(0));
        assertThrows(IllegalStateException.class, () -> SectorId.ORIGIN.child(0));
        assertThrows(IllegalStateException.class, () -> new SectorId(0, 0, 255).parent());
        assertThrows(IllegalArgumentException.class, () -> new SectorId(0, 0, 256));
        assertThrows(IllegalArgumentException.class, () -> SectorId.containing(1e300, 0));
        assertThrows(IllegalArgumentException.class, () -> SectorId.containing(Double.NaN, 0));
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> edge.neighbour(1, 0));
        assertTrue(refused.getMessage().contains("64-bit range"), refused::getMessage);
    }

    @Test
    void aCentimetreIsACentimetreFarFromTheOrigin() {
        Place far = new Place(new SectorId(1L << 62, -(1L << 62), 0), 999.995, 0.001);

        Place moved = far.moved(0.01, -0.01);

        assertEquals(new SectorId((1L << 62) + 1, -(1L << 62) - 1, 0), moved.sector());
        assertEquals(0.005, moved.offsetX(), 1e-9);
        assertEquals(999.991, moved.offsetY(), 1e-9);
        assertNotNull(far.moved(0, 0));
        assertFalse(far.equals(moved));
    }

    @Test
    void aMoveEndsAtTheSameOffsetWhereverItStarts() {
        for (int i = 0; i < 5_000; i++) {
            double x = random.nextDouble(SectorId.METRES);
            double y = random.nextDouble(SectorId.METRES);
            double byX = random.nextInt(-250_000, 250_000) * 0.01;
            double byY = random.nextInt(-3, 4) * 0.01;
            SectorId far = new SectorId(inner(), inner(), 0);

            Place atOrigin = new Place(SectorId.ORIGIN, x, y).moved(byX, byY);
            Place atFar = new Place(far, x, y).moved(byX, byY);

            SectorId step = atOrigin.sector();
            assertEquals(new Place(far.neighbour(step.x(), step.y()), atOrigin.offsetX(), atOrigin.offsetY()), atFar);
            assertEquals(x + byX, step.x() * SectorId.METRES + atOrigin.offsetX(), 1e-9);
            assertEquals(y + byY, step.y() * SectorId.METRES + atOrigin.offsetY(), 1e-9);
        }
    }

    /** A coordinate, often extreme, from which three sectors in each direction are left. */
    private long inner() {
        return Math.max(Long.MIN_VALUE + 3, Math.min(coordinate(), Long.MAX_VALUE - 3));
    }

    @Test
    void refusesEveryMoveBeyondTheEdgesAndChangesNothing() {
        Place topRight = new Place(new SectorId(Long.MAX_VALUE, Long.MAX_VALUE, 0), 999.99, 999.99);
        Place bottomLeft = new Place(new SectorId(Long.MIN_VALUE, Long.MIN_VALUE, 0), 0.01, 0.01);

        for (double[] by : new double[][] {{0.02, 0}, {0, 0.02}, {1e6, 0}, {0, 1e300}, {Double.NaN, 0}}) {
            assertRefused(() -> topRight.moved(by[0], by[1]));
            assertRefused(() -> bottomLeft.moved(-by[0], -by[1]));
        }

        assertEquals(new Place(topRight.sector(), 999.98, 999.98), rounded(topRight.moved(-0.01, -0.01)));
        assertEquals(new Place(bottomLeft.sector(), 0.02, 0.02), rounded(bottomLeft.moved(0.01, 0.01)));
    }

    private static Place rounded(Place place) {
        return new Place(
                place.sector(), Math.round(place.offsetX() * 1e6) / 1e6, Math.round(place.offsetY() * 1e6) / 1e6);
    }

    private static void assertRefused(org.junit.jupiter.api.function.Executable move) {
        String message = assertThrows(IllegalArgumentException.class, move).getMessage();
        assertTrue(message.contains("64-bit range") || message.contains("beyond the sectors"), message);
    }

    @Test
    void refusesScalesAndSplitsBeyondTheRangeAndNamesThem() {
        for (int scale : new int[] {-1, 256, Integer.MAX_VALUE}) {
            String message = assertThrows(IllegalArgumentException.class, () -> new SectorId(0, 0, scale))
                    .getMessage();
            assertTrue(message.contains("" + scale) && message.contains("0..255"), message);
        }
        for (long far : new long[] {(1L << 62), -(1L << 62) - 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            String message = assertThrows(IllegalStateException.class, () -> new SectorId(far, 0, 3).child(1))
                    .getMessage();
            assertTrue(message.contains("64-bit range"), message);
        }
        assertEquals(new SectorId(Long.MAX_VALUE, 1, 2), new SectorId((1L << 62) - 1, 0, 3).child(3));
        assertEquals(new SectorId(Long.MIN_VALUE, 0, 2), new SectorId(-(1L << 62), 0, 3).child(0));
    }
}
