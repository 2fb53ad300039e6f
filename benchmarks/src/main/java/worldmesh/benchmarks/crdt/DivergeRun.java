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
 * its vector and the batches the other lacks; without, they find by a sketch what their states differ by. Two whole
 * snapshots, which is what was sent before, are measured beside.
 */
final class DivergeRun {
    private static final int TRANSACTION = 100;

    private final EngineWorld one;
    private final EngineWorld other;
    private final Workload.Diverge generator;
    private final List<Step> steps = new ArrayList<>();

    /**
     * What one number of differences cost; the bytes are without author signatures.
     *
     * @param valueBytes of {@code bytes} those of the values, where a sketch named them
     * @param symbols of the sketch, 0 where vectors compare
     * @param items that a sketch found different: the cells before and after
     */
    record Step(
            int d,
            long bytes,
            long signedBytes,
            long valueBytes,
            int symbols,
            int items,
            double millis,
            int messages,
            long snapshotBytes) {
        /** All but the values. */
        long idBytes() {
            return bytes - valueBytes;
        }

        double symbolsPerDifference() {
            return items == 0 ? 0 : symbols / (double) items;
        }

        Map<String, Object> row() {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("d", d);
            row.put("bytes", bytes);
            row.put("bytes_per_diff", Math.round(100.0 * bytes / d) / 100.0);
            row.put("msgs", messages);
            row.put("ms", Math.round(1_000 * millis) / 1_000.0);
            if (symbols == 0) {
                row.put("bytes_signed", signedBytes);
                return row;
            }
            row.put("id_bytes", idBytes());
            row.put("value_bytes", valueBytes);
            row.put("symbols", symbols);
            row.put("symbols_per_diff", Math.round(1_000 * symbolsPerDifference()) / 1_000.0);
            row.put("round_trips", 1);
            row.put("snapshot_bytes", snapshotBytes);
            return row;
        }
    }

    /** Runs with vectors that compare, or as if they did not. */
    DivergeRun(CrdtBenchOptions options, boolean vectors) {
        WorkloadParty party = new WorkloadParty(1, false);
        one = EngineWorld.empty(party);
        PopulateRun.populate(options, one);
        other = EngineWorld.load(party, 1, one.snapshot());
        generator = new Workload.Diverge(options.seed(), options.n());
        for (int d = 10; d <= options.d(); d *= 10) {
            write(one, d / 2);
            write(other, d - d / 2);
            steps.add(vectors ? byVectors(d) : bySketch(d));
        }
    }

    private void write(EngineWorld world, int count) {
        for (int done = 0; done < count; done += TRANSACTION) {
            world.apply(generator.batch(Math.min(TRANSACTION, count - done)));
            world.delta();
        }
    }

    private Step byVectors(int d) {
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
        return new Step(d, bytes[0], bytes[1] + bytes[0], 0, 0, 0, meter.millis(), messages[0], 0);
    }

    private Step bySketch(int d) {
        long snapshots = one.snapshot().length + (long) other.snapshot().length;
        SketchSession session = new SketchSession(one.replica(), other.replica(), d);
        Meter meter = new Meter();
        meter.time(d, session::run);
        return new Step(
                d,
                session.bytes(),
                session.bytes(),
                session.valueBytes(),
                session.symbols(),
                session.differences(),
                meter.millis(),
                session.messages(),
                snapshots);
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
