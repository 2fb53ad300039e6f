package worldmesh.world.sector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SectorNearTest {
    @Test
    void isNearWithinSoManySquaresAlongBothAxes() {
        SectorId here = new SectorId(-1, 5, 0);

        assertTrue(here.isNear(here, 0));
        assertFalse(here.isNear(new SectorId(0, 5, 0), 0));
        assertTrue(here.isNear(new SectorId(0, 4, 0), 1));
        assertTrue(here.isNear(new SectorId(-3, 7, 0), 2));
        assertFalse(here.isNear(new SectorId(-4, 5, 0), 2));
        assertFalse(here.isNear(new SectorId(-1, 8, 0), 2));
    }

    @Test
    void ofTwoScalesTheCoarserCounts() {
        SectorId fine = new SectorId(-9, 7, 0);
        SectorId around = new SectorId(-2, 0, 3);

        assertTrue(around.contains(fine) && around.isNear(fine, 0) && fine.isNear(around, 0));
        assertTrue(fine.isNear(new SectorId(-1, 1, 3), 1));
        assertFalse(fine.isNear(new SectorId(0, 0, 3), 1));
        assertTrue(fine.isNear(new SectorId(-1, 0, 255), 0));
    }

    @Test
    void theEndsOfTheWorldAreFarApart() {
        SectorId west = new SectorId(Long.MIN_VALUE, 0, 0);
        SectorId east = new SectorId(Long.MAX_VALUE, 0, 0);

        assertFalse(west.isNear(east, Integer.MAX_VALUE));
        assertFalse(east.isNear(west, 1));
        assertTrue(east.isNear(east.neighbour(-1, 0), 1));
    }

    @Test
    void isMutual() {
        Random random = new Random(4);
        for (int i = 0; i < 2_000; i++) {
            SectorId a = new SectorId(random.nextInt(9) - 4, random.nextInt(9) - 4, random.nextInt(3));
            SectorId b = new SectorId(random.nextInt(9) - 4, random.nextInt(9) - 4, random.nextInt(3));
            int squares = random.nextInt(4);

            assertEquals(a.isNear(b, squares), b.isNear(a, squares), a + " and " + b);
        }
    }
}
