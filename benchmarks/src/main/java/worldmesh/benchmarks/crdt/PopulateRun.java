package worldmesh.benchmarks.crdt;

import anchors.Workload;
import com.github.luben.zstd.Zstd;

/** One run of W1: a world is populated in transactions of a hundred entities; a second replica merges the deltas. */
final class PopulateRun implements MeasuredRun {
    private static final int TRANSACTION = 100;
    private static final int ZSTD_LEVEL = 3;

    private final Meter local = new Meter();
    private final Meter merge = new Meter();
    private final Workload.World world;
    private final Workload.World other;
    private long bytes;
    private long zstdBytes;
    private final long signatureBytes;
    private final int entities;

    PopulateRun(CrdtBenchOptions options, Contestant contestant) {
        entities = options.n();
        world = contestant.empty();
        other = contestant.member(1);
        Workload.Populate generator = new Workload.Populate(options.seed());
        for (int done = 0; done < entities; done += TRANSACTION) {
            int count = Math.min(TRANSACTION, entities - done);
            Workload.Op[] batch = generator.batch(count);
            byte[][] delta = new byte[1][];
            local.time(count, () -> {
                world.apply(batch);
                delta[0] = world.delta();
            });
            local.handedOver(delta[0]);
            bytes += delta[0].length;
            zstdBytes += Zstd.compress(delta[0], ZSTD_LEVEL).length;
            merge.time(count, () -> other.merge(delta[0]));
        }
        signatureBytes = contestant.signatureBytes(world);
    }

    /** Makes of an empty world that of W1. */
    static void populate(CrdtBenchOptions options, Workload.World world) {
        Workload.Populate generator = new Workload.Populate(options.seed());
        for (int done = 0; done < options.n(); done += TRANSACTION) {
            world.apply(generator.batch(Math.min(TRANSACTION, options.n() - done)));
            world.delta();
        }
    }

    @Override
    public Meter local() {
        return local;
    }

    @Override
    public Meter merge() {
        return merge;
    }

    Workload.World world() {
        return world;
    }

    double bytesPerEntity() {
        return (bytes - signatureBytes) / (double) entities;
    }

    double signedBytesPerEntity() {
        return bytes / (double) entities;
    }

    double zstdBytesPerEntity() {
        return (zstdBytes - signatureBytes) / (double) entities;
    }

    boolean converged() {
        return StateHash.of(world).equals(StateHash.of(other));
    }
}
