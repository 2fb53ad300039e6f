package worldmesh.runtime.time;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SystemClockTest {
    @Test
    void neverStepsBack() {
        long before = SystemClock.INSTANCE.nanoTime();

        long after = SystemClock.INSTANCE.nanoTime();

        assertTrue(after - before >= 0);
        assertTrue(SystemClock.INSTANCE.wallMillis() > 1_700_000_000_000L);
    }
}
