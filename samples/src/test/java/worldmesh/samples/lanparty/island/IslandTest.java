package worldmesh.samples.lanparty.island;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import worldmesh.world.sector.SectorGrid;

class IslandTest {
    private final Island island = new Island(42);

    @Test
    void isTheSameForTheSameSeed() {
        assertEquals(island.letters(), new Island(42).letters());
    }

    @Test
    void isAnotherForAnotherSeed() {
        assertNotEquals(island.letters(), new Island(43).letters());
    }

    @Test
    void spansFourSectorsAroundTheOrigin() {
        var sectors = Arrays.stream(Quarter.values())
                .flatMap(quarter -> island.sites(quarter).stream())
                .map(site -> site.tile().sector(SectorGrid.KILOMETRE).toString())
                .collect(Collectors.toSet());

        assertEquals(4, sectors.size());
    }

    @Test
    void everyQuarterBearsGoldAndWoodOnLand() {
        for (Quarter quarter : Quarter.values()) {
            List<Site> sites = island.sites(quarter);

            assertTrue(sites.stream().anyMatch(site -> site.kind() == Site.Kind.VEIN), quarter.name());
            assertTrue(sites.stream().anyMatch(site -> site.kind() == Site.Kind.TREE), quarter.name());
            assertTrue(sites.stream().allMatch(site -> island.isLand(site.tile())), quarter.name());
        }
    }

    @Test
    void theFirePlaceIsFreeLandOnEveryIsland() {
        for (long seed = 0; seed < 8; seed++) {
            assertEquals(Ground.GRASS, new Island(seed).at(new Tile(0, 0)));
        }
    }

    @Test
    void beyondTheEdgeIsDeepWater() {
        assertEquals(Ground.DEEP, island.at(new Tile(4_000, -4_000)));
        assertFalse(island.isLand(new Tile(Island.RADIUS, 0)));
    }

    @Test
    void findsTheShortWayAroundAWall() {
        var way = Walk.find(new Tile(0, 0), new Tile(2, 0), tile -> !tile.equals(new Tile(1, 0)) && near(tile));

        assertEquals(4, way.size());
        assertEquals(new Tile(2, 0), way.get(3));
    }

    @Test
    void approachesWhatCannotBeEntered() {
        var way = Walk.find(new Tile(0, 0), new Tile(3, 0), tile -> !tile.equals(new Tile(3, 0)) && near(tile));

        assertEquals(new Tile(2, 0), way.get(way.size() - 1));
    }

    @Test
    void findsNoWayIntoTheSea() {
        assertTrue(Walk.find(new Tile(0, 0), new Tile(9, 9), IslandTest::near).isEmpty());
    }

    private static boolean near(Tile tile) {
        return Math.abs(tile.x()) < 5 && Math.abs(tile.y()) < 5;
    }
}
