package worldmesh.simulation.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.replica.Replica;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.trust.ProofCodec;

/** What a member wrote, in order; a crash loses what was not synced. */
final class Disk {
    private enum Kind {
        PROOF,
        BATCH,
        SNAPSHOT
    }

    private record Row(Kind kind, byte[] bytes) {}

    private final List<Row> rows = new ArrayList<>();
    private int synced;

    void proof(byte[] bytes) {
        rows.add(new Row(Kind.PROOF, bytes));
    }

    void batch(byte[] bytes) {
        rows.add(new Row(Kind.BATCH, bytes));
    }

    void snapshot(byte[] bytes) {
        rows.add(new Row(Kind.SNAPSHOT, bytes));
    }

    void sync() {
        synced = rows.size();
    }

    int synced() {
        return synced;
    }

    int size() {
        return rows.size();
    }

    /** The process dies after so many rows, at least those that were synced. */
    void crash(int kept) {
        rows.subList(Math.max(synced, kept), rows.size()).clear();
        synced = rows.size();
    }

    /** Loads the first rows as a restart after a crash there would. */
    void load(int count, Replica into) {
        for (Row row : rows.subList(0, count)) {
            switch (row.kind()) {
                case PROOF -> into.learn(Objects.requireNonNull(ProofCodec.decode(row.bytes())));
                case BATCH -> into.restore(Objects.requireNonNull(SignedBatch.decode(row.bytes())));
                case SNAPSHOT -> into.install(Objects.requireNonNull(Snapshot.decode(row.bytes())));
            }
        }
    }
}
