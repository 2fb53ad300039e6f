package worldmesh.simulation.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PartyPlanTest {
    private static final long PLAY_NANOS = 14_000_000_000L;
    private static final int NODES = 5;
    private static final int SEEDS = 300;

    @Test
    void drawsTheSamePlanForASeed() {
        assertEquals(plan(3), plan(3));
        assertNotEquals(plan(3), plan(4));
    }

    @Test
    void killsTheHolderPartsThePartyAndFailsADiskInEverySeed() {
        for (long seed = 0; seed < SEEDS; seed++) {
            List<FaultEvent> events = plan(seed).faults().events();

            assertTrue(events.stream().anyMatch(FaultEvent.CrashHolder.class::isInstance), "seed " + seed);
            assertTrue(events.stream().anyMatch(FaultEvent.Partition.class::isInstance), "seed " + seed);
            assertTrue(events.stream().anyMatch(FaultEvent.LostSync.class::isInstance), "seed " + seed);
        }
    }

    @Test
    void drawsEveryKindOfEventInOrderAndLeavesNoSideOfASplitEmpty() {
        Set<Class<?>> kinds = new HashSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            long last = 0;
            for (FaultEvent event : plan(seed).faults().events()) {
                assertTrue(event.atNanos() >= last && event.atNanos() < PLAY_NANOS, event::toString);
                last = event.atNanos();
                kinds.add(event.getClass());
                if (event instanceof FaultEvent.Partition split) {
                    assertTrue(split.side() > 0 && split.side() < (1 << NODES) - 1, event::toString);
                }
            }
        }
        assertEquals(FaultEvent.class.getPermittedSubclasses().length, kinds.size());
    }

    @Test
    void givesACheatTimeToBeCaughtBeforeAnythingElseGoesWrong() {
        boolean cheats = false;
        for (long seed = 0; seed < SEEDS; seed++) {
            PartyPlan plan = plan(seed);
            if (plan.cheatNanos() >= 0) {
                cheats = true;
                long first = plan.faults().events().get(0).atNanos();
                assertTrue(first - plan.cheatNanos() >= 6_000_000_000L, "seed " + seed);
            }
        }
        assertTrue(cheats);
    }

    @Test
    void bringsNewcomersDuringASplit() {
        boolean during = false;
        for (long seed = 0; seed < SEEDS; seed++) {
            PartyPlan plan = plan(seed);
            for (FaultEvent event : plan.faults().events()) {
                during |= event instanceof FaultEvent.Partition split
                        && plan.startNanos().stream()
                                .anyMatch(start ->
                                        start > split.atNanos() && start < split.atNanos() + split.durationNanos());
            }
            assertEquals(0, plan.startNanos().get(0));
        }
        assertTrue(during);
    }

    @Test
    void rivalsComeBackAgainAndAgainInEverySeedAndAreHonest() {
        for (long seed = 0; seed < SEEDS; seed++) {
            PartyPlan plan = PartyPlan.rivals(new SplittableRandom(seed), NODES, PLAY_NANOS);
            List<FaultEvent> events = plan.faults().events();

            long returns = events.stream()
                    .filter(FaultEvent.StallUntilReplaced.class::isInstance)
                    .count();
            assertTrue(returns >= 3, "seed " + seed);
            assertTrue(events.stream().anyMatch(FaultEvent.CrashHolder.class::isInstance), "seed " + seed);
            assertTrue(events.stream().anyMatch(FaultEvent.LostSync.class::isInstance), "seed " + seed);
            assertTrue(plan.cheatNanos() < 0 && !plan.adopts() && !plan.lies() && !plan.forges(), "seed " + seed);
        }
    }

    @Test
    void everyPlanOfACheatHasOneOfTheKindThatIsAskedFor() {
        for (long seed = 0; seed < SEEDS; seed++) {
            for (PartyCourse course : List.of(PartyCourse.COINER, PartyCourse.IMPERSONATOR)) {
                int nodes = course.nodes(new SplittableRandom(seed));
                PartyPlan plan = course.plan(new SplittableRandom(seed), nodes, PLAY_NANOS);

                assertTrue(plan.cheatNanos() >= 0, "seed " + seed);
                assertEquals(course == PartyCourse.IMPERSONATOR, plan.impersonates(), "seed " + seed);
            }
        }
    }

    private static PartyPlan plan(long seed) {
        return PartyPlan.draw(new SplittableRandom(seed), NODES, PLAY_NANOS);
    }
}
