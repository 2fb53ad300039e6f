package worldmesh.simulation.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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
 * @param figures what the scenario counts besides, by the key it has in the report
 * @param worst what it measures besides; of several seeds the greatest counts
 */
public record SeedOutcome(
        long seed,
        long traceHash,
        long virtualNanos,
        long events,
        FaultCounts faults,
        long acked,
        long settleNanos,
        List<Violation> violations,
        SortedMap<String, Long> figures,
        SortedMap<String, Double> worst) {
    /** An outcome of a scenario that measures nothing. */
    public SeedOutcome(
            long seed,
            long traceHash,
            long virtualNanos,
            long events,
            FaultCounts faults,
            long acked,
            long settleNanos,
            List<Violation> violations,
            SortedMap<String, Long> figures) {
        this(
                seed,
                traceHash,
                virtualNanos,
                events,
                faults,
                acked,
                settleNanos,
                violations,
                figures,
                Collections.emptySortedMap());
    }

    /** Copies the violations and figures. */
    public SeedOutcome {
        violations = List.copyOf(violations);
        figures = Collections.unmodifiableSortedMap(new TreeMap<>(figures));
        worst = Collections.unmodifiableSortedMap(new TreeMap<>(worst));
    }

    /** True if a promise was broken. */
    public boolean failed() {
        return !violations.isEmpty();
    }

    /** This outcome with one more broken promise. */
    public SeedOutcome with(Violation more) {
        var all = new ArrayList<>(violations);
        all.add(more);
        return new SeedOutcome(seed, traceHash, virtualNanos, events, faults, acked, settleNanos, all, figures, worst);
    }
}
