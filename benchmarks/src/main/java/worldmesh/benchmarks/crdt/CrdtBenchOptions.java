package worldmesh.benchmarks.crdt;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the CRDT benchmark does.
 *
 * @param workload which one
 * @param seed of the generator
 * @param n entities
 * @param ops per replica, for {@link Workloads#W2}
 * @param d the most differences, for {@link Workloads#W4}: each power of ten from 10 up to it
 * @param trace of {@link Workloads#W5}, null to draw one of its shape by the seed
 * @param budgetSeconds how long all runs together should take; one of each contestant is made in any case
 */
public record CrdtBenchOptions(
        Workloads workload,
        int seed,
        int n,
        int ops,
        int d,
        @Nullable Path trace,
        int budgetSeconds) {
    /** The workloads of the field. */
    public enum Workloads {
        /** Populate. */
        W1,
        /** Churn of eight replicas. */
        W2,
        /** Two replicas that diverged. */
        W4,
        /** Typing a text. */
        W5,
        /** An op of W2 in a small and in a large world, of sizes of its own. */
        GROWTH,
        /** Signed batches of several sectors, merged with one core and with two. */
        SECTORS
    }

    private static final int LEAST_N = 16;

    private static final int MOST_OPS = 10_000_000;

    /** Refuses what cannot work. */
    public CrdtBenchOptions {
        check("n", n, LEAST_N, 1 << 20);
        check("ops", ops, 100, MOST_OPS);
        check("d", d, 10, 1 << 20);
        check("budget-seconds", budgetSeconds, 1, 3_600);
        if (workload == Workloads.W4 && 2 * d > n) {
            throw new IllegalArgumentException("d is " + d + ", must be at most half of n, which is " + n);
        }
    }

    /** The same with so many ops per replica, or as many as there may be. */
    CrdtBenchOptions withOps(int more) {
        return new CrdtBenchOptions(workload, seed, n, Math.min(more, MOST_OPS), d, trace, budgetSeconds);
    }

    /** The same with so many entities. */
    CrdtBenchOptions withN(int entities) {
        return new CrdtBenchOptions(workload, seed, Math.max(LEAST_N, entities), ops, d, trace, budgetSeconds);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ", must be within " + least + ".." + most);
        }
    }
}
