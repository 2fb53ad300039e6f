package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** When a peer asks again for what its log rests on. */
class ShortageTest {
    private static final long MILLI = 1_000_000;

    private final Shortage shortage = new Shortage();

    private boolean asks(boolean lacks, long millis) {
        return shortage.isLasting(lacks, millis * MILLI);
    }

    @Test
    void asksOnceSomethingLackedForASecond() {
        assertFalse(asks(true, 5_000));
        assertFalse(asks(true, 5_999));
        assertTrue(asks(true, 6_000));
    }

    @Test
    void doesNotAskWhileNothingLacks() {
        assertFalse(asks(false, 0));
        assertFalse(asks(false, 5_000));
        assertFalse(asks(true, 5_100), "it lacks for a moment only");
        assertFalse(asks(false, 5_900));
        assertFalse(asks(true, 6_200));
    }

    @Test
    void waitsWhileItIsOnItsWay() {
        assertFalse(asks(true, 0));
        for (int millis = 400; millis <= 4_000; millis += 400) {
            shortage.onPart(millis * MILLI);
            assertFalse(asks(true, millis + 300));
        }
        assertTrue(asks(true, 5_000));
    }
}
