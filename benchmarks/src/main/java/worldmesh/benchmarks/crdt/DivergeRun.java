package worldmesh.benchmarks.crdt;

import anchors.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.sector.SectorId;

/**
 * One run of W4: two replicas write to distinct entities and then tell each other. With vectors that compare each sends
 * its vector and the batches the other lacks; without, the engine has nothing but whole snapshots, both ways.
 */
final class DivergeRun {
    private static final int TRANSACTION = 100;

    private final EngineWorld one;
    private final EngineWorld other;
    private final Workload.Diverge generator;
    private final List<Step> steps = new ArrayList<>();

    /** What one number of differences cost; the bytes are without author signatures. */
    record Step(int d, long bytes, long signedBytes, double millis, int messages, long snapshotBytes) {
        private Map<String, Object> row(long cost, int count) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("d", d);
            row.put("bytes", cost);
            row.put("bytes_per_diff", Math.round(100.0 * cost / d) / 100.0);
            row.put("msgs", count);
            return row;
        }

        Map<String, Object> withVectors() {
            Map<String, Object> row = row(bytes, messages);
            row.put("ms", Math.round(1_000 * millis) / 1_000.0);
            row.put("bytes_signed", signedBytes);
            return row;
        }

        Map<String, Object> withoutVectors() {
            return row(snapshotBytes, 2);
        }
    }

    DivergeRun(CrdtBenchOptions options, WorkloadParty party) {
        one = EngineWorld.empty(party, options.n());
        PopulateRun.populate(options, one);
        other = EngineWorld.load(party, 1, options.n(), one.snapshot());
        generator = new Workload.Diverge(options.seed(), options.n());
        for (int d = 10; d <= options.d(); d *= 10) {
            steps.add(step(d));
        }
    }

    private void write(EngineWorld world, int count) {
        for (int done = 0; done < count; done += TRANSACTION) {
            world.apply(generator.batch(Math.min(TRANSACTION, count - done)));
            world.delta();
        }
    }

    private Step step(int d) {
        write(one, d / 2);
        write(other, d - d / 2);
        long snapshots = one.snapshot().length + (long) other.snapshot().length;
        long[] bytes = new long[2];
        int[] messages = new int[1];
        Meter meter = new Meter();
        meter.time(d, () -> {
            VersionVector mine = one.vector();
            VersionVector theirs = other.vector();
            bytes[0] = size(mine) + size(theirs);
            messages[0] = 2;
            exchange(one, other, theirs, bytes, messages);
            exchange(other, one, mine, bytes, messages);
        });
        return new Step(d, bytes[0], bytes[1] + bytes[0], meter.millis(), messages[0], snapshots);
    }

    private static void exchange(EngineWorld from, EngineWorld to, VersionVector theirs, long[] bytes, int[] messages) {
        for (SignedBatch batch : from.missing(theirs)) {
            byte[] raw = batch.encode();
            bytes[0] += raw.length - SignatureVerifier.SIGNATURE_BYTES;
            bytes[1] += SignatureVerifier.SIGNATURE_BYTES;
            to.merge(Objects.requireNonNull(SignedBatch.decode(raw), "a batch is malformed"));
        }
        messages[0]++;
    }

    private static long size(VersionVector vector) {
        ByteWriter out = new ByteWriter();
        vector.encode(out);
        return out.size();
    }

    List<Step> steps() {
        return steps;
    }

    Workload.World world() {
        return one;
    }

    boolean converged() {
        boolean digests =
                one.replica().digest(SectorId.ORIGIN).equals(other.replica().digest(SectorId.ORIGIN));
        return digests && StateHash.of(one).equals(StateHash.of(other));
    }
}
