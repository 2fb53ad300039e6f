package worldmesh.benchmarks.crdt;

import anchors.Workload;
import com.github.luben.zstd.Zstd;
import java.util.ArrayList;
import java.util.List;

/** One run of W2: eight replicas load one world, change it in rounds of a hundred ops and merge each other's deltas. */
final class ChurnRun implements MeasuredRun {
    static final int REPLICAS = 8;
    private static final int TRANSACTION = 100;
    private static final int ZSTD_LEVEL = 3;

    private final Meter local = new Meter();
    private final Meter merge = new Meter();
    private final List<Workload.World> worlds = new ArrayList<>();
    private long ops;
    private long bytes;
    private long zstdBytes;
    private long signatureBytes;

    ChurnRun(CrdtBenchOptions options, Contestant contestant) {
        Workload.World founder = contestant.empty();
        PopulateRun.populate(options, founder);
        byte[] snapshot = founder.snapshot();
        List<Workload.Churn> generators = new ArrayList<>();
        for (int i = 0; i < REPLICAS; i++) {
            worlds.add(contestant.load(i + 1, snapshot));
            generators.add(new Workload.Churn(options.seed(), i, options.n()));
        }
        boolean settled = false;
        for (int done = 0; done < options.ops(); done += TRANSACTION) {
            if (!settled && done >= options.ops() / 2) {
                settled = true;
                local.settle();
                merge.settle();
            }
            round(generators, Math.min(TRANSACTION, options.ops() - done));
        }
        for (Workload.World world : worlds) {
            signatureBytes += contestant.signatureBytes(world);
        }
    }

    private void round(List<Workload.Churn> generators, int count) {
        byte[][] deltas = new byte[REPLICAS][];
        for (int i = 0; i < REPLICAS; i++) {
            int at = i;
            Workload.Op[] batch = generators.get(i).batch(count);
            local.time(count, () -> {
                worlds.get(at).apply(batch);
                deltas[at] = worlds.get(at).delta();
            });
            local.handedOver(deltas[i]);
            ops += count;
            bytes += deltas[i].length;
            zstdBytes += Zstd.compress(deltas[i], ZSTD_LEVEL).length;
        }
        for (int i = 0; i < REPLICAS; i++) {
            Workload.World world = worlds.get(i);
            for (int j = 0; j < REPLICAS; j++) {
                byte[] delta = deltas[j];
                if (i != j) {
                    merge.time(count, () -> world.merge(delta));
                }
            }
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
        return worlds.get(0);
    }

    double bytesPerOp() {
        return (bytes - signatureBytes) / (double) ops;
    }

    double signedBytesPerOp() {
        return bytes / (double) ops;
    }

    /** Signatures do not shrink, so their bytes are taken off as they are. */
    double zstdBytesPerOp() {
        return (zstdBytes - signatureBytes) / (double) ops;
    }

    boolean converged() {
        StateHash first = StateHash.of(worlds.get(0));
        return worlds.stream().allMatch(world -> StateHash.of(world).equals(first));
    }
}
