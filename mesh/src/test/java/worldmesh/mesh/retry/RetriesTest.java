package worldmesh.mesh.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private static final long MILLI = 1_000_000;

    private final Retries retries = new Retries(RetryPolicy.LINKS, new SplittableRandom(5));

    @Test
    void theFirstTryIsMadeAtOnce() {
        assertFalse(retries.isDue(0));

        retries.begin(7 * MILLI);

        assertFalse(retries.isDue(7 * MILLI - 1));
        assertTrue(retries.isDue(7 * MILLI));
    }

    @Test
    void pausesDoubleToTheLongestAndChanceShortensEachByUpToAHalf() {
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            retries.tried(0);
            pauses.add(retries.dueNanos());
        }

        for (int i = 0; i < pauses.size(); i++) {
            long whole = Math.min(1_000, 250L << Math.min(i, 2)) * MILLI;
            assertTrue(pauses.get(i) >= whole / 2 && pauses.get(i) <= whole, i + ": " + pauses.get(i));
        }
        List<Long> last = pauses.subList(2, pauses.size());
        assertTrue(last.stream().anyMatch(pause -> pause < 520 * MILLI));
        assertTrue(last.stream().anyMatch(pause -> pause > 980 * MILLI));
    }

    @Test
    void oneSeedGivesOneOrderOfTries() {
        Retries again = new Retries(RetryPolicy.LINKS, new SplittableRandom(5));
        for (int i = 0; i < 20; i++) {
            retries.tried(i);
            again.tried(i);
            assertEquals(retries.dueNanos(), again.dueNanos());
        }
    }

    @Test
    void whatIsCancelledIsNotTriedUntilItIsWantedAnew() {
        retries.begin(0);
        retries.tried(0);

        retries.cancel();
        assertFalse(retries.isDue(Long.MAX_VALUE));
        assertFalse(retries.isPending());

        retries.begin(5);
        assertTrue(retries.isDue(5));
    }

    @Test
    void pausesThatShrinkAreRefusedWithTheWayOut() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new RetryPolicy(true, 500, 400));

        assertEquals(
                "peer.reconnect.last-pause-millis is 400, must be within 500..600000; correct it or remove the line",
                refused.getMessage());
    }
}
