package worldmesh.benchmarks.crdt;

import anchors.Workload;
import java.util.Arrays;

/** What an op of W2 costs in a world of some size: one member makes and seals a hundred at once, another merges. */
final class GrowthRun {
    private static final int TRANSACTION = 100;

    private final Meter local = new Meter();
    private final Meter merge = new Meter();
    private final Workload.World author;
    private final Workload.World other;

    GrowthRun(CrdtBenchOptions options, Contestant contestant, int entities) {
        Workload.World founder = contestant.empty();
        PopulateRun.populate(options.withN(entities), founder);
        byte[] snapshot = founder.snapshot();
        author = contestant.load(1, snapshot);
        other = contestant.load(2, snapshot);
        Workload.Churn churn = new Workload.Churn(options.seed(), 0, entities);
        Meter unseen = new Meter();
        for (int done = 0; done < options.ops(); done += TRANSACTION) {
            boolean counts = done >= options.ops() / 2;
            Workload.Op[] batch = churn.batch(TRANSACTION);
            byte[][] delta = new byte[1][];
            (counts ? local : unseen).time(TRANSACTION, () -> {
                author.apply(batch);
                delta[0] = author.delta();
            });
            (counts ? merge : unseen).time(TRANSACTION, () -> other.merge(delta[0]));
        }
    }

    /** True if who merged shows what the author does. */
    boolean converged() {
        return StateHash.of(author).equals(StateHash.of(other));
    }

    /** The nanoseconds of an op made and sealed, then of one merged. */
    double[] nanos() {
        return new double[] {1e9 / local.perSecond(), 1e9 / merge.perSecond()};
    }

    /** The lesser of two costs each, since what disturbs a run only adds to it. */
    static double[] least(double[] one, double[] other) {
        double[] out = Arrays.copyOf(one, one.length);
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.min(out[i], other[i]);
        }
        return out;
    }
}
