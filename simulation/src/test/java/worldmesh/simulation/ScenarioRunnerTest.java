package worldmesh.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.time.Clock;
import worldmesh.simulation.plant.Plant;
import worldmesh.simulation.report.FaultCounts;
import worldmesh.simulation.report.SeedOutcome;
import worldmesh.simulation.report.SimReport;
import worldmesh.testkit.check.Promise;
import worldmesh.testkit.check.Violation;

class ScenarioRunnerTest {
    private final AtomicLong runs = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();

    private final Clock clock = new Clock() {
        @Override
        public long nanoTime() {
            return nanos.get();
        }

        @Override
        public long wallMillis() {
            return 0;
        }
    };

    @Test
    void runsEverySeedTwiceAndSumsUp() {
        SimReport report = run(new Fake(1_000, false), options("1..6"));

        assertEquals(12, runs.get());
        assertTrue(report.kept());
        assertTrue(
                report.json().startsWith("{\"scenario\":\"fake\",\"seeds\":6,\"failed\":0,\"virtualSeconds\":12.000,"));
        assertTrue(report.json().contains("\"acked\":18,"), report.json());
        assertTrue(report.json().contains("\"things\":21,\"thingsMax\":6,\"thingsMin\":1"), report.json());
        assertTrue(report.json().contains("\"thingMillisMax\":4,\"thingMillisMaxSeed\":4,"), report.json());
        assertTrue(report.json().contains("\"faults\":{\"crashes\":6,\"partitions\":0,\"drops\":0,\"diskFaults\":0}"));
    }

    @Test
    void namesTheBrokenPromiseAndHowToReplayIt() {
        SimReport report = run(new Fake(3, false), options("1..4"));

        assertFalse(report.kept());
        assertEquals(
                List.of("seed 3 broke ledger: it is odd", "  replay: ./worldmesh sim fake --replay 3"), report.lines());
        assertTrue(report.json().contains("\"worstSeed\":3,"), report.json());
    }

    @Test
    void findsASeedThatDoesNotRepeatItself() {
        SimReport report = run(new Fake(1_000, true), options("1"));

        assertEquals(1, report.failed());
        assertTrue(report.lines().get(0).startsWith("seed 1 broke repeatable: two runs of the seed have the traces "));
    }

    @Test
    void stopsAPlantedRunAtTheFirstSeedThatFindsIt() {
        SimOptions planted = SimOptions.parse("", 5, OptionalLong.empty(), "skip-dedup");

        SimReport report = run(new Fake(5, false), planted);

        assertEquals(5, report.outcomes().size());
        assertEquals(5, runs.get(), "one after another, each once");
        assertEquals("./worldmesh sim fake --replay 5 --plant skip-dedup", report.replayCommand(5));
    }

    @Test
    void comparesTwoRunsOfASeedForTheBugThatOneDoesNotShow() {
        SimOptions planted = SimOptions.parse("", 5, OptionalLong.empty(), "unsorted-iteration");

        SimReport report = run(new Fake(1_000, true), planted);

        assertEquals(1, report.firstFailedSeed());
        assertEquals(2, runs.get());
    }

    @Test
    void keepsToItsBudgetUnlessSeedsAreNamed() {
        Scenario slow = new Fake(1_000, false) {
            @Override
            public SeedOutcome run(long seed, Plant plant) {
                nanos.addAndGet(1_000_000_000L);
                return super.run(seed, plant);
            }
        };

        SimReport budgeted = run(slow, SimOptions.parse("", 5, OptionalLong.empty(), ""));
        SimReport named = run(slow, options("1..20"));

        assertTrue(budgeted.outcomes().size() <= 5, "ran " + budgeted.outcomes().size());
        assertEquals(20, named.outcomes().size());
    }

    @Test
    void failsLoudlyWhenASeedEndsItsThread() {
        Scenario dying = new Fake(1_000, false) {
            @Override
            public SeedOutcome run(long seed, Plant plant) {
                throw new IllegalStateException("planted by this test");
            }
        };

        var died = assertThrows(IllegalStateException.class, () -> run(dying, options("1..3")));

        assertEquals(
                "a seed ended the simulation: java.lang.IllegalStateException: planted by this test",
                died.getMessage());
    }

    @Test
    void readsItsOptions() {
        assertEquals(new SimOptions(7, 7, true, 45, Plant.NONE), SimOptions.parse("", 0, OptionalLong.of(7), ""));
        assertEquals(
                new SimOptions(1, 200, false, 9, Plant.DROP_DELTA),
                SimOptions.parse("", 9, OptionalLong.empty(), "drop-delta"));
        assertThrows(IllegalArgumentException.class, () -> options("x"));
        assertThrows(IllegalArgumentException.class, () -> options("9..1"));
        assertThrows(IllegalArgumentException.class, () -> SimOptions.parse("", 0, OptionalLong.empty(), "bug"));
    }

    private SimReport run(Scenario scenario, SimOptions options) {
        return new ScenarioRunner(scenario, clock, outcome -> {}).run(options);
    }

    private static SimOptions options(String seeds) {
        return SimOptions.parse(seeds, 0, OptionalLong.empty(), "");
    }

    private class Fake implements Scenario {
        private final long broken;
        private final boolean unrepeatable;

        Fake(long broken, boolean unrepeatable) {
            this.broken = broken;
            this.unrepeatable = unrepeatable;
        }

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public Set<Plant> plants() {
            return Set.of();
        }

        @Override
        public Set<Plant> plantsForCi() {
            return Set.of();
        }

        @Override
        public long lastSeedForCi() {
            return 1;
        }

        @Override
        public SeedOutcome run(long seed, Plant plant) {
            long run = runs.incrementAndGet();
            List<Violation> violations =
                    seed == broken ? List.of(new Violation(Promise.LEDGER, "it is odd")) : List.of();
            return new SeedOutcome(
                    seed,
                    unrepeatable ? run : seed,
                    2_000_000_000L,
                    10,
                    new FaultCounts(1, 0, 0, 0),
                    3,
                    seed * 1_000_000,
                    violations,
                    new TreeMap<>(
                            Map.of("thingsMin", seed, "thingsMax", seed, "things", seed, "thingMillisMax", seed % 5)));
        }
    }
}
