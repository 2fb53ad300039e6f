package worldmesh.mesh.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
    private final ReplayWindow window = new ReplayWindow();

    @Test
    void counterAtTheOldEdgeIsFreshAndOneBelowIsNot() {
        window.mark(5_000);

        assertTrue(window.fresh(5_000 - ReplayWindow.SIZE + 1));
        assertFalse(window.fresh(5_000 - ReplayWindow.SIZE));
        assertFalse(window.fresh(5_000));
        assertTrue(window.fresh(5_001));
    }

    @Test
    void jumpBeyondTheWindowForgetsEverythingBefore() {
        window.mark(0);
        window.mark(ReplayWindow.SIZE);

        assertFalse(window.fresh(0));
        assertTrue(window.fresh(1));
        assertFalse(window.has(1));
    }

    @Test
    void negativeCounterIsNeverFresh() {
        assertFalse(window.fresh(-1));
    }

    @Test
    void agreesWithAnUnboundedSet() {
        SplittableRandom random = new SplittableRandom(1);
        BitSet seen = new BitSet();
        long highest = -1;
        for (int i = 0; i < 50_000; i++) {
            int counter = (int) Math.max(0, highest - 1_100 + random.nextInt(1_200));
            boolean expected = counter > highest || (highest - counter < ReplayWindow.SIZE && !seen.get(counter));

            assertEquals(expected, window.fresh(counter), "counter " + counter + " highest " + highest);

            if (expected) {
                window.mark(counter);
                seen.set(counter);
                highest = Math.max(highest, counter);
            }
        }
    }

    @Test
    void lossIsMeasuredFromTheGaps() {
        for (int counter = 0; counter < 4_000; counter++) {
            if (counter % 4 != 0) {
                window.mark(counter);
            }
        }

        assertEquals(25, window.lossPercent(), 2);
    }
}
