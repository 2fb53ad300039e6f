package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How often the timer's thread is woken beside a sender. */
class WakeUpTest {
    private static final long MICRO = 1_000L;
    private static final long PACK_NANOS = 500 * MICRO;

    private final List<Long> set = new ArrayList<>();
    private final WakeUp wakeUp = new WakeUp(new Alarm() {
        @Override
        public void set(long deadlineNanos, Runnable task) {
            set.add(deadlineNanos);
        }

        @Override
        public void close() {}
    });

    private static void nothing() {}

    /** Messages every ten microseconds for ten milliseconds; answers how often a thread other than the timer's set. */
    private int send(boolean flushing) {
        int bySender = 0;
        for (long now = 0; now < 10_000 * MICRO; now += 10 * MICRO) {
            if (!set.isEmpty() && set.get(set.size() - 1) <= now) {
                long latest = wakeUp.onFired(now);
                wakeUp.at(latest, WakeUpTest::nothing);
            }
            int before = set.size();
            if (wakeUp.onMessage(false, now)) {
                wakeUp.at(now + PACK_NANOS, WakeUpTest::nothing);
            }
            bySender += set.size() - before;
            if (flushing) {
                wakeUp.onFlush();
            }
        }
        return bySender;
    }

    @Test
    void whoSendsAllTheTimeSetsTheTimerOnceAndItStaysSet() {
        assertEquals(1, send(false));
        assertTrue(set.size() >= 19, "every message leaves within half a millisecond: " + set.size());
    }

    @Test
    void whoFlushesIsLookedAfterOnceAMillisecond() {
        assertEquals(1, send(true));
        assertTrue(set.size() <= 12, "set " + set.size() + " times");
    }

    @Test
    void oneMessageIsNotWaitedForAgain() {
        assertTrue(wakeUp.onMessage(false, 0));
        wakeUp.at(PACK_NANOS, WakeUpTest::nothing);

        assertEquals(Long.MAX_VALUE, wakeUp.onFired(PACK_NANOS));
        assertTrue(wakeUp.onMessage(false, PACK_NANOS + 1));
    }

    @Test
    void whatIsOfAStreamIsLookedAtWhateverTheTimerIsSetFor() {
        wakeUp.at(100 * MICRO, WakeUpTest::nothing);

        assertFalse(wakeUp.onMessage(false, 0));
        assertTrue(wakeUp.onMessage(true, 0));
    }
}
