package worldmesh.samples.galaxy.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.peer.core.PeerView;
import worldmesh.testkit.net.EmulatedLine;
import worldmesh.testkit.net.LinkShape;

/** A battle whose way to one player is squeezed for a while: whole sessions, without code of the game. */
class SqueezedLineSimTest {
    private static final long MILLI = 1_000_000;
    private static final LinkShape GOOD =
            LinkShape.clear().withDelay(20 * MILLI, 2 * MILLI).withRate(20_000_000, 100 * MILLI);
    private static final LinkShape SQUEEZED = GOOD.withRate(24_000, 1_000 * MILLI);
    private static final int UNITS = 10;

    private final Galaxy galaxy = new Galaxy(1);
    private final EmulatedLine line = new EmulatedLine(GOOD, new SplittableRandom(1));
    private Battle battle;

    @BeforeEach
    void begin() {
        galaxy.begin(2);
        battle = new Battle(galaxy, UNITS, 1);
        galaxy.network.lay(Galaxy.address(0), Galaxy.address(1), line);
        galaxy.network.lay(Galaxy.address(1), Galaxy.address(0), new EmulatedLine(GOOD, new SplittableRandom(2)));
        battle.run(1_500);
    }

    private PeerView squeezed() {
        return galaxy.peers.get(0).session.peers().get(1);
    }

    @Test
    void isToldLessOftenWithinASecondAndAsOftenAsBeforeFiveSecondsAfter() {
        assertEquals(255, squeezed().updateHertz());

        line.reshape(SQUEEZED);
        battle.run(1_000);
        assertTrue(squeezed().updateHertz() <= 10, squeezed()::toString);
        battle.run(2_000);
        assertTrue(squeezed().updateHertz() <= 10, squeezed()::toString);

        line.reshape(GOOD);
        battle.run(5_000);
        assertTrue(squeezed().updateHertz() >= 20, squeezed()::toString);
    }
}
