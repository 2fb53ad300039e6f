package worldmesh.samples.lanparty.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.samples.lanparty.island.Tile;

class WalkerTest {
    private static final Tile WALL = new Tile(2, 0);

    private final Walker walker = new Walker(0.5f, 0.5f, tile -> !tile.equals(WALL));

    @Test
    void walksAtItsSpeedWhereItIsSteered() {
        walker.steer(0, 1);

        walker.step(0.2f);

        assertEquals(0.5f, walker.x(), 1e-4);
        assertEquals(0.5f + Walker.SPEED * 0.2f, walker.y(), 1e-4);
    }

    @Test
    void isNoFasterOnTheDiagonal() {
        walker.steer(-1, -1);

        walker.step(0.2f);

        assertEquals(Walker.SPEED * 0.2f, Math.hypot(walker.x() - 0.5f, walker.y() - 0.5f), 1e-4);
    }

    @Test
    void stopsAtAWallAndSlidesAlongIt() {
        walker.steer(1, 1);

        walker.step(0.25f);
        walker.step(0.25f);

        assertTrue(walker.x() < 2 || walker.y() >= 1);
        assertTrue(walker.y() > 1);
    }

    @Test
    void doesNotJumpAfterAStall() {
        walker.steer(0, 1);

        walker.step(60);

        assertTrue(walker.y() < 2);
    }

    @Test
    void followsAWayToTheMiddleOfItsLastTile() {
        walker.follow(List.of(new Tile(0, 1), new Tile(1, 1)));

        walker.step(0.25f);
        walker.step(0.25f);

        assertFalse(walker.isUnderWay());
        assertEquals(1.5f, walker.x(), 1e-4);
        assertEquals(1.5f, walker.y(), 1e-4);
    }

    @Test
    void givesUpAWayThatWasBuiltOver() {
        walker.follow(List.of(new Tile(1, 0), WALL, new Tile(3, 0)));

        walker.step(0.25f);
        walker.step(0.25f);

        assertFalse(walker.isUnderWay());
        assertTrue(walker.x() < 2);
    }

    @Test
    void looksWhereItGoes() {
        walker.steer(1, 0);
        walker.step(0.01f);

        assertEquals(new Tile(1, 0), walker.ahead());
    }
}
