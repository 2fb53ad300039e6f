package worldmesh.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import worldmesh.simulation.fault.PartyCourse;
import worldmesh.simulation.plant.Plant;
import worldmesh.simulation.report.SeedOutcome;
import worldmesh.testkit.check.Promise;

/** Whole parties; two at once, since each has a world of its own. */
@Execution(ExecutionMode.CONCURRENT)
class LanPartySimTest {
    private static final Map<Plant, Set<Promise>> BROKEN_BY = new EnumMap<>(Map.of(
            Plant.STALE_EPOCH, Set.of(Promise.ONE_HOLDER, Promise.NO_LOST_ACK, Promise.ONE_LOG),
            Plant.ACK_WITHOUT_MAJORITY, Set.of(Promise.ONE_LOG),
            // Who has no log of its own is counted: two have the role, or each gives its log up for the other's.
            Plant.NEWCOMERS_VOTE, Set.of(Promise.ONE_HOLDER, Promise.CONVERGENCE),
            Plant.TRUST_SNAPSHOT, Set.of(Promise.LEDGER),
            Plant.SKIP_RULES_AUDIT, Set.of(Promise.NO_CHEAT),
            Plant.FORGED_COMMANDS, Set.of(Promise.NO_CHEAT)));

    private final Scenario scenario = new LanPartyScenario();

    @ParameterizedTest
    @MethodSource("seeds")
    void keepsEveryPromise(long seed) {
        SeedOutcome outcome = scenario.run(seed, Plant.NONE);

        assertEquals(List.of(), outcome.violations(), "replay with -Dsim.seed=" + seed);
        assertTrue(outcome.acked() >= 100, "nobody got much done");
        assertTrue(outcome.faults().crashes() > 0 && outcome.faults().diskFaults() > 0, "it was too quiet");
    }

    /** A few seeds here, hundreds on the command line; one of your choice with {@code -Dsim.seed=}. */
    static LongStream seeds() {
        Long chosen = Long.getLong("sim.seed");
        return chosen == null ? LongStream.of(1, 2) : LongStream.of(chosen);
    }

    /** What plants are put through must find nothing where none is planted. */
    @ParameterizedTest
    @CsvSource({"RIVALS, 3", "RIVALS, 4", "COINER, 1", "IMPERSONATOR, 1"})
    void survivesWhatPlantsArePutThrough(PartyCourse course, long seed) {
        SeedOutcome outcome = new LanPartyRun(seed, Plant.NONE, course).run();

        assertEquals(List.of(), outcome.violations());
        assertTrue(outcome.acked() >= 100, "nobody got much done");
    }

    @Test
    void repeatsItselfForASeedAndDiffersBetweenSeeds() {
        SeedOutcome first = scenario.run(2, Plant.NONE);

        assertEquals(first, scenario.run(2, Plant.NONE));
        assertNotEquals(first.traceHash(), scenario.run(3, Plant.NONE).traceHash());
    }

    static Set<Plant> plants() {
        return new LanPartyScenario().plantsForCi();
    }

    @ParameterizedTest
    @MethodSource("plants")
    void findsEveryPlantedBugAndNamesThePromise(Plant plant) {
        var options = new SimOptions(1, 200, true, 1, plant);

        var report = Simulation.run(LanPartyScenario.NAME, options, outcome -> {});

        SeedOutcome found = report.outcomes().get(report.outcomes().size() - 1);
        Set<Promise> expected = Objects.requireNonNull(BROKEN_BY.get(plant));
        assertTrue(found.violations().stream().anyMatch(v -> expected.contains(v.promise())), found::toString);
    }

    @Test
    void refusesAPlantThatItIsNotMadeToFind() {
        var options = new SimOptions(1, 1, true, 1, Plant.DROP_DELTA);

        assertThrows(
                IllegalArgumentException.class, () -> Simulation.run(LanPartyScenario.NAME, options, outcome -> {}));
    }
}
