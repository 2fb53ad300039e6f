package worldmesh.world.sector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SectorGridTest {
    @Test
    void cutsThePlaneAtItsOwnWidth() {
        SectorGrid grid = new SectorGrid(64);

        assertEquals(new SectorId(0, 1, 0), grid.containing(63.99, 64));
        assertEquals(new SectorId(-1, -2, 0), grid.containing(-0.01, -64.01));
    }

    @Test
    void aKilometreIsWhatASectorIdTakesForGranted() {
        assertEquals(SectorId.containing(-1_500, 2_500), SectorGrid.KILOMETRE.containing(-1_500, 2_500));
        assertEquals(SectorId.METRES, SectorGrid.KILOMETRE.metres());
    }

    @Test
    void refusesWidthsThatNoWorldHasAndPointsBeyondItsSectors() {
        assertThrows(IllegalArgumentException.class, () -> new SectorGrid(0));
        assertThrows(IllegalArgumentException.class, () -> new SectorGrid(SectorGrid.MAX_METRES + 1));
        assertThrows(IllegalArgumentException.class, () -> new SectorGrid(1).containing(1e19, 0));
        assertThrows(IllegalArgumentException.class, () -> new SectorGrid(1).containing(0, Double.NaN));
    }
}
