package worldmesh.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import worldmesh.simulation.plant.Plant;
import worldmesh.simulation.report.SeedOutcome;
import worldmesh.testkit.check.Promise;

class CrdtSimTest {
    private final Scenario scenario = new CrdtScenario();

    @ParameterizedTest
    @MethodSource("seeds")
    void keepsEveryPromise(long seed) {
        SeedOutcome outcome = scenario.run(seed, Plant.NONE);

        assertEquals(List.of(), outcome.violations(), "replay with -Dsim.seed=" + seed);
        assertTrue(outcome.figures().getOrDefault("batches", 0L) > 0, "nobody got anything done");
    }

    @ParameterizedTest
    @ValueSource(longs = {91, 124, 184})
    void aForkIsProvedThoughNoMemberTookBothHalvesBeforeHealing(long seed) {
        assertEquals(List.of(), scenario.run(seed, Plant.NONE).violations());
    }

    /** A few seeds here, thousands on the command line; one of your choice with {@code -Dsim.seed=}. */
    static LongStream seeds() {
        Long chosen = Long.getLong("sim.seed");
        return chosen == null ? LongStream.rangeClosed(2, 9) : LongStream.of(chosen);
    }

    static Set<Plant> plants() {
        return new CrdtScenario().plants();
    }

    @Test
    void aMemberIsKilledAtEveryBoundaryOfItsWrites() {
        SeedOutcome outcome = scenario.run(1, Plant.NONE);

        assertEquals(List.of(), outcome.violations());
        assertTrue(outcome.figures().getOrDefault("boundaries", 0L) >= 200, outcome::toString);
    }

    @Test
    void repeatsItselfForASeedAndDiffersBetweenSeeds() {
        SeedOutcome first = scenario.run(2, Plant.NONE);

        assertEquals(first, scenario.run(2, Plant.NONE));
        assertNotEquals(first.traceHash(), scenario.run(3, Plant.NONE).traceHash());
    }

    @ParameterizedTest
    @MethodSource("plants")
    void findsEveryPlantedBugAndNamesThePromise(Plant plant) {
        var options = new SimOptions(1, 50, true, 1, plant);

        var report = Simulation.run(CrdtScenario.NAME, options, outcome -> {});

        SeedOutcome found = report.outcomes().get(report.outcomes().size() - 1);
        // Who says two things in one batch is cut off where both halves meet, and then its batches count nowhere.
        Set<Promise> broken = plant == Plant.REUSE_DOT
                ? Set.of(Promise.CONVERGENCE, Promise.NO_LOST_ACK)
                : Set.of(Promise.CONVERGENCE);
        assertTrue(found.violations().stream().anyMatch(each -> broken.contains(each.promise())), found::toString);
    }
}
