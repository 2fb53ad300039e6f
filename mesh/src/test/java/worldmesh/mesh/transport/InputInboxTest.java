package worldmesh.mesh.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Numbers of 64 bits of which 16 travel. */
class InputInboxTest {
    private static final int ROUND = 1 << 16;

    private final InputInbox inbox = new InputInbox();

    private static int low(long number) {
        return (int) number & 0xFFFF;
    }

    /** Ten rounds are three hours of a game at 60 a second. */
    @Test
    void everyNumberIsWholeAgainAndTakenOnceThroughTenRounds() {
        for (long number = 0; number < 10L * ROUND; number++) {
            assertEquals(number, inbox.whole(7, low(number)));
            assertTrue(inbox.takes(7, low(number)));
            assertFalse(inbox.takes(7, low(number)));
        }
        assertTrue(inbox.takes(8, 0), "another stream counts by itself");
    }

    @Test
    void aroundEveryTurnOfTheLowBitsOlderAndNewerAreToldApart() {
        for (long turn = ROUND; turn <= 200L * ROUND; turn += ROUND) {
            for (long number : new long[] {turn - 32_766, turn - 1, turn + 1, turn + 32_766}) {
                assertTrue(inbox.takes(0, low(number)), number + " is newer");
                for (long older : new long[] {number, number - 1, number - 2, number - 32_768}) {
                    assertEquals(older, inbox.whole(0, low(older)));
                    assertFalse(inbox.takes(0, low(older)), older + " after " + number);
                }
                assertEquals(number + 32_767, inbox.whole(0, low(number + 32_767)));
            }
        }
    }

    @Test
    void theFirstThatComesIsTakenWhateverWasLostBeforeIt() {
        assertTrue(inbox.takes(0, 40_000));
        assertFalse(inbox.takes(0, 39_999));
        assertTrue(inbox.takes(0, 40_001));
    }
}
