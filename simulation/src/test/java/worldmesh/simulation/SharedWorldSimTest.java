package worldmesh.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import worldmesh.simulation.plant.Plant;
import worldmesh.simulation.report.SeedOutcome;
import worldmesh.testkit.check.Promise;

class SharedWorldSimTest {
    private static final Map<Plant, Promise> BROKEN_BY = new EnumMap<>(Map.of(
            Plant.ACK_BEFORE_SYNC, Promise.NO_LOST_ACK,
            Plant.SKIP_DEDUP, Promise.EXACTLY_ONCE,
            Plant.DROP_DELTA, Promise.CONVERGENCE,
            Plant.UNSORTED_ITERATION, Promise.REPEATABLE,
            Plant.ACCEPT_FOREIGN_OWNER, Promise.VALIDITY));

    private final Scenario scenario = new SharedWorldScenario();

    @ParameterizedTest
    @MethodSource("seeds")
    void keepsEveryPromise(long seed) {
        SeedOutcome outcome = scenario.run(seed, Plant.NONE);

        assertEquals(List.of(), outcome.violations(), "replay with -Dsim.seed=" + seed);
        assertTrue(outcome.acked() > 0, "nobody got anything done");
    }

    /** A few seeds here, two hundred on the command line; one of your choice with {@code -Dsim.seed=}. */
    static LongStream seeds() {
        Long chosen = Long.getLong("sim.seed");
        return chosen == null ? LongStream.of(1, 2, 160) : LongStream.of(chosen);
    }

    static Set<Plant> plants() {
        return new SharedWorldScenario().plants();
    }

    @Test
    void repeatsItselfForASeedAndDiffersBetweenSeeds() {
        SeedOutcome first = scenario.run(2, Plant.NONE);

        assertEquals(first, scenario.run(2, Plant.NONE));
        assertNotEquals(first.traceHash(), scenario.run(6, Plant.NONE).traceHash());
    }

    @ParameterizedTest
    @MethodSource("plants")
    void findsEveryPlantedBugAndNamesThePromise(Plant plant) {
        var options = new SimOptions(1, 200, true, 1, plant);

        var report = Simulation.run(SharedWorldScenario.NAME, options, outcome -> {});

        SeedOutcome found = report.outcomes().get(report.outcomes().size() - 1);
        assertTrue(found.violations().stream().anyMatch(v -> v.promise() == BROKEN_BY.get(plant)), found::toString);
    }
}
