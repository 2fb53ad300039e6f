package worldmesh.authority.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.row.RowReader;
import worldmesh.authority.row.Table;
import worldmesh.runtime.journal.DeltaJournal.RowVisitor;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.trust.Claim;
import worldmesh.world.trust.LearnStatus;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ProofCodec;
import worldmesh.world.trust.Roster;
import worldmesh.world.trust.WorldManifest;

/** A world's rows: where each lies and how a replica is filled from them. Keeps no state of its own. */
final class StoredWorld {
    private static final int SECTOR_BYTES = 17;

    private StoredWorld() {}

    static @Nullable WorldManifest manifest(RowReader rows) {
        byte[] row = rows.get(Table.MANIFEST.prefix());
        if (row == null) {
            return null;
        }
        WorldManifest manifest = WorldManifest.decode(row);
        if (manifest == null) {
            throw StoreDamagedException.row("manifest");
        }
        return manifest;
    }

    static void add(Proof proof, JournalBatch rows) {
        rows.put(proofKey(proof), proof.encode());
    }

    /** Where a proof lies: by the hash of what it says. */
    static byte[] proofKey(Proof proof) {
        return Table.PROOF
                .key(16)
                .putLong(proof.id().high())
                .putLong(proof.id().low())
                .array();
    }

    /** A batch, and by themselves the claims in it, which are named for longer than the batch is kept. */
    static void add(SignedBatch batch, JournalBatch rows) {
        rows.put(batchKey(batch), batch.encode());
        claims(batch).forEach(claim -> add(claim, rows));
    }

    static void remove(SignedBatch batch, JournalBatch rows) {
        rows.delete(batchKey(batch));
        claims(batch).forEach(claim -> rows.delete(proofKey(claim)));
    }

    private static List<Claim> claims(SignedBatch batch) {
        List<Claim> claims = new ArrayList<>();
        for (Op op : batch.ops()) {
            if (op instanceof Op.Transfer transfer && transfer.claim().replica() == batch.replica()) {
                claims.add(transfer.claim());
            }
        }
        return claims;
    }

    static byte[] batchKey(SignedBatch batch) {
        return sectorKey(Table.BATCH, batch.sector(), 16)
                .putLong(batch.replica())
                .putLong(batch.sequence())
                .array();
    }

    static void add(Snapshot snapshot, JournalBatch rows) {
        rows.put(snapshotKey(snapshot.sector()), snapshot.encode());
    }

    static byte[] snapshotKey(SectorId sector) {
        return sectorKey(Table.SNAPSHOT, sector, 0).array();
    }

    static byte[] batchPrefix(SectorId sector) {
        return sectorKey(Table.BATCH, sector, 0).array();
    }

    /** The replica in the key of a batch. */
    static long replicaOf(byte[] batchKey) {
        return ByteBuffer.wrap(batchKey).getLong(1 + SECTOR_BYTES);
    }

    /** The sequence in the key of a batch. */
    static long sequenceOf(byte[] batchKey) {
        return ByteBuffer.wrap(batchKey).getLong(1 + SECTOR_BYTES + Long.BYTES);
    }

    private static ByteBuffer sectorKey(Table table, SectorId sector, int moreBytes) {
        return table.key(SECTOR_BYTES + moreBytes)
                .put((byte) sector.scale())
                .putLong(sector.x())
                .putLong(sector.y());
    }

    /**
     * Fills an empty replica: proofs, then snapshots, then batches, each of which {@code eachBatch} also sees; what is
     * no snapshot or batch is left to {@code damaged}.
     */
    static void load(Scanner rows, Replica into, BiConsumer<SectorId, Integer> eachBatch, Consumer<byte[]> damaged) {
        learnAll(proofs(rows), into);
        rows.scan(Table.SNAPSHOT.prefix(), (key, value) -> {
            Snapshot snapshot = Snapshot.decode(value);
            if (snapshot == null || !snapshot.sector().equals(sectorOf(key)) || into.install(snapshot) == null) {
                damaged.accept(key);
            }
            return true;
        });
        rows.scan(Table.BATCH.prefix(), (key, value) -> {
            SignedBatch batch = SignedBatch.decode(value);
            if (batch == null || !Arrays.equals(key, batchKey(batch))) {
                damaged.accept(key);
                return true;
            }
            into.restore(batch);
            eachBatch.accept(batch.sector(), batch.sizeBytes());
            return true;
        });
    }

    /** A damaged row, where none may be. */
    static StoreDamagedException damaged(byte[] key) {
        String what = key[0] == Table.SNAPSHOT.prefix()[0] ? "snapshot" : "batch";
        return StoreDamagedException.row(what + " of sector " + sectorOf(key));
    }

    /** The sector in the key of a batch, a snapshot or a mark. */
    static SectorId sectorOf(byte[] key) {
        ByteBuffer in = ByteBuffer.wrap(key, 1, SECTOR_BYTES);
        int scale = in.get() & 0xff;
        long x = in.getLong();
        return new SectorId(x, in.getLong(), scale);
    }

    /** The rows of one sector in a table whose keys begin with it. */
    static byte[] sectorPrefix(Table table, SectorId sector) {
        return sectorKey(table, sector, 0).array();
    }

    /** All proofs: rosters in their order, so that none of them waits for another, then the rest as they lie. */
    static List<Proof> proofs(Scanner rows) {
        List<Proof> proofs = new ArrayList<>();
        rows.scan(Table.PROOF.prefix(), (key, value) -> proofs.add(proof(value)));
        proofs.sort(Comparator.comparingLong(StoredWorld::turn));
        return proofs;
    }

    /** Rosters before the grants they voted. */
    private static long turn(Proof proof) {
        return proof instanceof Roster roster ? roster.number() : Long.MAX_VALUE;
    }

    static Proof proof(byte[] row) {
        Proof proof = ProofCodec.decode(row);
        if (proof == null) {
            throw StoreDamagedException.row("proof");
        }
        return proof;
    }

    static SignedBatch batch(byte[] row) {
        SignedBatch batch = SignedBatch.decode(row);
        if (batch == null) {
            throw StoreDamagedException.row("batch");
        }
        return batch;
    }

    /** Rows lie in the order of their hashes; a proof that waits for another is offered again while any is learned. */
    private static void learnAll(List<Proof> proofs, Replica into) {
        List<Proof> waiting = new ArrayList<>(proofs);
        boolean progress = true;
        while (progress) {
            progress = false;
            for (Iterator<Proof> each = waiting.iterator(); each.hasNext(); ) {
                if (into.learn(each.next()).status() != LearnStatus.WAITING) {
                    each.remove();
                    progress = true;
                }
            }
        }
    }

    /** The scan of a journal or of a read-only view. */
    @FunctionalInterface
    interface Scanner {
        void scan(byte[] prefix, RowVisitor visitor);
    }
}
