package worldmesh.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

class GossipSimTest {
    private static final Map<Plant, Promise> BROKEN = Map.of(
            Plant.NO_REPAIR, Promise.DELIVERY,
            Plant.NO_PRUNE, Promise.THRIFT,
            Plant.FORGET_PASSIVE, Promise.ONE_OVERLAY);

    private final Scenario scenario = new GossipScenario();

    /** A death in the middle, none, most at once; one of your choice with {@code -Dsim.seed=}. */
    static LongStream seeds() {
        Long chosen = Long.getLong("sim.seed");
        return chosen == null ? LongStream.rangeClosed(1, 3) : LongStream.of(chosen);
    }

    static Set<Plant> plants() {
        return new GossipScenario().plants();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void keepsEveryPromise(long seed) {
        SeedOutcome outcome = scenario.run(seed, Plant.NONE);

        assertEquals(List.of(), outcome.violations(), "replay with -Dsim.seed=" + seed);
        assertTrue(outcome.figures().getOrDefault("deliveries", 0L) > 10_000, outcome::toString);
        assertTrue(outcome.worst().getOrDefault("p99OverFlood", 0.0) >= 0.9, "faster than light");
    }

    @Test
    void repeatsItselfForASeedAndDiffersBetweenSeeds() {
        SeedOutcome first = scenario.run(2, Plant.NONE);

        assertEquals(first, scenario.run(2, Plant.NONE));
        assertNotEquals(first.traceHash(), scenario.run(4, Plant.NONE).traceHash());
    }

    @ParameterizedTest
    @MethodSource("plants")
    void findsEveryPlantedBugAndNamesThePromise(Plant plant) {
        var report = Simulation.run(GossipScenario.NAME, new SimOptions(1, 6, true, 1, plant), outcome -> {});

        SeedOutcome found = report.outcomes().get(report.outcomes().size() - 1);
        assertTrue(found.violations().stream().anyMatch(each -> each.promise() == BROKEN.get(plant)), found::toString);
    }

    @Test
    void aReplayNamesTheNumberOfNodes() {
        var options = new SimOptions(2, 2, true, 1, Plant.NONE).withNodes(12);

        var report = Simulation.run(GossipScenario.NAME, options, outcome -> {});

        assertEquals("./worldmesh sim gossip --nodes 12 --replay 2", report.replayCommand(2));
        assertTrue(report.json().contains("\"nodes\":12,"), report.json());
    }

    @Test
    void refusesNumbersOfNodesThatMakeNoOverlay() {
        var three = new SimOptions(1, 1, true, 1, Plant.NONE).withNodes(3);

        assertThrows(IllegalArgumentException.class, () -> Simulation.run("gossip", three, outcome -> {}));
        assertThrows(IllegalArgumentException.class, () -> Simulation.run("crdt", three, outcome -> {}));
    }
}
