package worldmesh.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private final Scheduler scheduler = new Scheduler();
    private final List<String> seen = new ArrayList<>();

    @Test
    void runsEventsByTimeAndEqualOnesInOrderOfAsking() {
        scheduler.after(20, () -> seen.add("c"));
        scheduler.after(10, () -> seen.add("a"));
        scheduler.after(10, () -> seen.add("b"));

        scheduler.runUntil(15);

        assertEquals(List.of("a", "b"), seen);
        assertEquals(15, scheduler.nowNanos());
        assertEquals(2, scheduler.events());
    }

    @Test
    void runsWhatEventsAskFor() {
        scheduler.after(10, () -> scheduler.after(5, () -> seen.add("at " + scheduler.nowNanos())));

        scheduler.runUntil(100);

        assertEquals(List.of("at 15"), seen);
    }

    @Test
    void doesNotRunCancelledEvents() {
        scheduler.after(10, () -> seen.add("a")).cancel();

        scheduler.runUntil(100);

        assertEquals(List.of(), seen);
    }

    @Test
    void showsEachMachineItsOwnWrongWallClock() {
        long day = 86_400_000;
        scheduler.runUntil(5_000_000);

        assertEquals(Scheduler.EPOCH_MILLIS + 5 + day, scheduler.clock(day).wallMillis());
        assertEquals(5_000_000, scheduler.clock(day).nanoTime());
    }

    @Test
    void hashesOrderAndContent() {
        assertEquals(hash("ab", "c"), hash("ab", "c"));
        assertNotEquals(hash("ab", "c"), hash("a", "bc"));
        assertNotEquals(hash("a", "b"), hash("b", "a"));
    }

    private static String hash(String first, String second) {
        var hash = new TraceHash();
        hash.add(first);
        hash.add(second.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return hash.hex();
    }
}
