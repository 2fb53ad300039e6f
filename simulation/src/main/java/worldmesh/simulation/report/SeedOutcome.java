package worldmesh.simulation.report;

import java.util.List;
import worldmesh.testkit.check.Violation;

/**
 * What became of one seed.
 *
 * @param seed the seed
 * @param traceHash the hash of all that happened
 * @param virtualNanos the virtual time it took
 * @param events the events that ran
 * @param faults what struck
 * @param acked commands whose receipts reached their players
 * @param settleNanos virtual time from the end of the last fault until all replicas were equal
 * @param violations the promises broken
 */
public record SeedOutcome(
        long seed,
        long traceHash,
        long virtualNanos,
        long events,
        FaultCounts faults,
        long acked,
        long settleNanos,
        List<Violation> violations) {
    /** Copies the violations. */
    public SeedOutcome {
        violations = List.copyOf(violations);
    }

    /** True if a promise was broken. */
    public boolean failed() {
        return !violations.isEmpty();
    }

    /** This outcome with one more broken promise. */
    public SeedOutcome with(Violation more) {
        var all = new java.util.ArrayList<>(violations);
        all.add(more);
        return new SeedOutcome(seed, traceHash, virtualNanos, events, faults, acked, settleNanos, all);
    }
}
