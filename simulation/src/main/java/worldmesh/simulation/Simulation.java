package worldmesh.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import worldmesh.runtime.time.SystemClock;
import worldmesh.simulation.plant.Plant;
import worldmesh.simulation.report.CiReport;
import worldmesh.simulation.report.SeedOutcome;
import worldmesh.simulation.report.SimReport;

/** What the command line calls: runs scenarios by name, and the bundle for CI. */
public final class Simulation {
    /** Of CI's time the clean seeds of all scenarios get this share; what the plants do not need is left over. */
    private static final double CLEAN_SHARE = 0.6;

    /** Of a planted bug's budget, in budgets of the whole: it ends with the first seed that finds it. */
    private static final long PLANT_PATIENCE = 2;

    private static final Map<String, Scenario> SCENARIOS = new TreeMap<>(Map.of(
            SharedWorldScenario.NAME, new SharedWorldScenario(),
            CrdtScenario.NAME, new CrdtScenario(),
            GossipScenario.NAME, new GossipScenario(),
            LanPartyScenario.NAME, new LanPartyScenario()));

    private Simulation() {}

    /** The names of all scenarios. */
    public static List<String> scenarios() {
        return List.copyOf(SCENARIOS.keySet());
    }

    /** Runs seeds of the scenario with this name; {@code progress} hears each outcome as it comes, on any thread. */
    public static SimReport run(String scenario, SimOptions options, Consumer<SeedOutcome> progress) {
        Scenario found = SCENARIOS.get(scenario);
        if (found == null) {
            throw new IllegalArgumentException(
                    "scenario is " + scenario + ", must be one of " + String.join(", ", SCENARIOS.keySet()) + " or ci");
        }
        Plant plant = options.plant();
        if (plant != Plant.NONE && !found.plants().contains(plant)) {
            throw new IllegalArgumentException("plant " + plant.word() + " is not one of " + scenario + ", which finds "
                    + String.join(", ", found.plants().stream().map(Plant::word).toList()));
        }
        Scenario sized = options.nodes() == 0 ? found : found.sized(options.nodes());
        return new ScenarioRunner(sized, SystemClock.INSTANCE, progress).run(options);
    }

    /**
     * Runs clean seeds of every scenario within the budget, then looks for each planted bug until it is found: for two
     * of them at a time, on one thread each.
     */
    public static CiReport ci(long budgetSeconds, Consumer<SeedOutcome> progress) {
        long each = Math.max(1, Math.round(budgetSeconds * CLEAN_SHARE / SCENARIOS.size()));
        var clean = new ArrayList<SimReport>();
        var searches = new ArrayList<Supplier<SimReport>>();
        SCENARIOS.forEach((name, scenario) -> {
            var options = new SimOptions(1, scenario.lastSeedForCi(), false, each, Plant.NONE);
            clean.add(run(name, options, progress));
            for (Plant plant : scenario.plantsForCi()) {
                searches.add(() -> run(name, planted(budgetSeconds, plant), outcome -> {}));
            }
        });
        return new CiReport(clean, both(searches));
    }

    /** The answers in the order of the questions, whoever was quicker. */
    private static List<SimReport> both(List<Supplier<SimReport>> searches) {
        var found = new ConcurrentSkipListMap<Integer, SimReport>();
        var next = new AtomicInteger();
        ScenarioRunner.onThreads(ScenarioRunner.THREADS, () -> {
            for (int i = next.getAndIncrement(); i < searches.size(); i = next.getAndIncrement()) {
                found.put(i, searches.get(i).get());
            }
        });
        return List.copyOf(found.values());
    }

    private static SimOptions planted(long budgetSeconds, Plant plant) {
        return new SimOptions(1, SimOptions.DEFAULT_LAST_SEED, false, PLANT_PATIENCE * budgetSeconds, plant);
    }
}
