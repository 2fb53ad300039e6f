package worldmesh.simulation.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import worldmesh.runtime.time.Clock;
import worldmesh.testkit.fuzz.FuzzResult;
import worldmesh.testkit.fuzz.FuzzTarget;
import worldmesh.testkit.fuzz.Fuzzing;

/** Runs all targets in turns until they had their executions or the time is over. */
public final class FuzzRun {
    /** Inputs of a target before it is the next one's turn: a fraction of a second of the slowest. */
    private static final int TURN = 2_000;

    private final Clock clock;
    private final Consumer<FuzzReport> progress;

    /** {@code progress} hears how far it is after each round of turns. */
    public FuzzRun(Clock clock, Consumer<FuzzReport> progress) {
        this.clock = clock;
        this.progress = progress;
    }

    /** Runs until all targets together had so many inputs, or the nanoseconds are over; chances from the seed. */
    public FuzzReport run(long executions, long nanos, long seed) {
        long start = clock.nanoTime();
        List<Fuzzing> all = new ArrayList<>();
        for (FuzzTarget target : FuzzTargets.all()) {
            all.add(new Fuzzing(target, seed * 31 + all.size()));
        }
        FuzzReport report = new FuzzReport(List.of(), 0);
        while (report.executions() < executions && report.kept() && clock.nanoTime() - start < nanos) {
            List<FuzzResult> results = new ArrayList<>();
            for (Fuzzing each : all) {
                results.add(each.run(TURN));
            }
            report = new FuzzReport(results, clock.nanoTime() - start);
            progress.accept(report);
        }
        return report;
    }
}
