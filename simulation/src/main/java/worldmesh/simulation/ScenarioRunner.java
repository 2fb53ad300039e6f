package worldmesh.simulation;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import worldmesh.runtime.time.Clock;
import worldmesh.simulation.plant.Plant;
import worldmesh.simulation.report.SeedOutcome;
import worldmesh.simulation.report.SimReport;
import worldmesh.testkit.check.Promise;
import worldmesh.testkit.check.Violation;

/**
 * Runs the seeds of a scenario on two threads, each seed twice to see that it repeats itself. A planted bug is looked
 * for on one thread, seed by seed and once each until one finds it: what else was found under it proves nothing.
 */
public final class ScenarioRunner {
    /** The machine that CI gives us has two cores. */
    static final int THREADS = 2;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Scenario scenario;
    private final Clock clock;
    private final Consumer<SeedOutcome> progress;

    /** Runs {@code scenario}; {@code progress} hears each outcome on the thread that ran it. */
    public ScenarioRunner(Scenario scenario, Clock clock, Consumer<SeedOutcome> progress) {
        this.scenario = scenario;
        this.clock = clock;
        this.progress = progress;
    }

    /** Runs the seeds that the options ask for. */
    public SimReport run(SimOptions options) {
        long start = clock.nanoTime();
        long deadline = start + options.budgetSeconds() * NANOS_PER_SECOND;
        var outcomes = new ConcurrentLinkedQueue<SeedOutcome>();
        var next = new AtomicLong(options.firstSeed());
        var lastWanted = new AtomicLong(options.lastSeed());
        Runnable work = () -> {
            for (long seed = next.getAndIncrement(); seed <= lastWanted.get(); seed = next.getAndIncrement()) {
                if (!options.all() && clock.nanoTime() - deadline > 0) {
                    return;
                }
                SeedOutcome outcome = run(seed, options.plant());
                outcomes.add(outcome);
                progress.accept(outcome);
                if (outcome.failed() && options.plant() != Plant.NONE) {
                    lastWanted.accumulateAndGet(seed, Math::min);
                }
            }
        };
        onThreads(options.plant() == Plant.NONE ? THREADS : 1, work);
        var wanted = outcomes.stream()
                .filter(outcome -> outcome.seed() <= lastWanted.get())
                .toList();
        return new SimReport(
                scenario.name(),
                scenario.arguments(),
                options.plant().word(),
                wanted,
                clock.nanoTime() - start,
                options.budgetSeconds());
    }

    /** Lets so many threads work at once, until all of them are done; fails as the first of them that does. */
    static void onThreads(int count, Runnable work) {
        List<Thread> threads = new ArrayList<>();
        Queue<Throwable> deaths = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < count; i++) {
            var thread = new Thread(work, "simulation-" + i);
            thread.setUncaughtExceptionHandler((dead, why) -> deaths.add(why));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("the simulation was interrupted", e);
            }
        }
        Throwable death = deaths.peek();
        if (death != null) {
            // Seeds that were not run must not look like seeds that kept their promises.
            throw new IllegalStateException("a seed ended the simulation: " + death, death);
        }
    }

    private SeedOutcome run(long seed, Plant plant) {
        SeedOutcome first = scenario.run(seed, plant);
        if (plant.showsInOneRun()) {
            return first;
        }
        SeedOutcome second = scenario.run(seed, plant);
        if (first.traceHash() == second.traceHash()) {
            return first;
        }
        return first.with(new Violation(
                Promise.REPEATABLE,
                "two runs of the seed have the traces " + hex(first) + " and " + hex(second)
                        + "; something depends on the order of a hash map, on time or on identity"));
    }

    private static String hex(SeedOutcome outcome) {
        return HexFormat.of().toHexDigits(outcome.traceHash());
    }
}
