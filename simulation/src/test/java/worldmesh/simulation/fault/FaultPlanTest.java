package worldmesh.simulation.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static final long PLAY_NANOS = 8_000_000_000L;
    private static final long DAY_MILLIS = 86_400_000;

    @Test
    void drawsTheSamePlanForASeed() {
        assertEquals(plan(3), plan(3));
        assertNotEquals(plan(3), plan(4));
    }

    @Test
    void drawsEveryKindOfFaultWithinTheTimeOfPlayAndInOrder() {
        Set<Class<?>> kinds = new HashSet<>();
        for (long seed = 0; seed < 200; seed++) {
            long last = 0;
            for (FaultEvent event : plan(seed).events()) {
                assertTrue(event.atNanos() >= last && event.atNanos() < PLAY_NANOS, () -> event.toString());
                last = event.atNanos();
                kinds.add(event.getClass());
            }
        }
        assertEquals(4, kinds.size());
    }

    @Test
    void someSeedsAreQuietAndSomeClocksADayOff() {
        boolean quiet = false;
        boolean skewed = false;
        for (long seed = 0; seed < 200; seed++) {
            FaultPlan plan = plan(seed);
            quiet |= plan.events().isEmpty() && plan.network().lossShare() == 0;
            skewed |= plan.skewMillis().stream().anyMatch(skew -> Math.abs(skew) > DAY_MILLIS / 2);
            assertTrue(plan.skewMillis().stream().allMatch(skew -> Math.abs(skew) <= DAY_MILLIS));
        }
        assertTrue(quiet && skewed);
    }

    private static FaultPlan plan(long seed) {
        return FaultPlan.draw(new SplittableRandom(seed), 5, PLAY_NANOS);
    }
}
