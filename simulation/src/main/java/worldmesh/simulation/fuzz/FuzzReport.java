package worldmesh.simulation.fuzz;

import java.util.List;
import worldmesh.testkit.fuzz.FuzzResult;

/**
 * What all targets did.
 *
 * @param results one per target
 * @param nanos the time it took
 */
public record FuzzReport(List<FuzzResult> results, long nanos) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Copies the results. */
    public FuzzReport {
        results = List.copyOf(results);
    }

    /** True if nothing was found. */
    public boolean kept() {
        return results.stream().allMatch(FuzzResult::kept);
    }

    /** Inputs of all targets. */
    public long executions() {
        return results.stream().mapToLong(FuzzResult::executions).sum();
    }

    /** Inputs per second, of all threads. */
    public long executionsPerSecond() {
        return Math.round(executions() * NANOS_PER_SECOND / Math.max(1, nanos));
    }
}
