package worldmesh.authority.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.row.History;
import worldmesh.authority.row.Table;
import worldmesh.peer.port.WorldStore;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.runtime.metrics.CacheStats;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.component.Declaration;
import worldmesh.world.component.Schema;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.hash.Hash;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.SectorState;
import worldmesh.world.sync.BatchLog;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.WorldManifest;

/**
 * A peer's world over any journal. Batches that the replica retains no longer are folded into a snapshot now and then,
 * so that opening stays short however old the world is. Confined to the thread that updates the session.
 */
public final class JournalWorldStore implements WorldStore, History {
    /** Stored batches of a sector beyond those that the replica retains before they are folded. */
    private static final int BATCHES_MAX = 8192;

    private static final long BATCH_BYTES_MAX = 16L << 20;

    private final DeltaJournal journal;
    private final int batchesMax;
    private final Map<SectorId, Volume> volumes = new HashMap<>();

    /** How far the stored snapshots go, of the sectors that were looked at. */
    private final Map<SectorId, VersionVector> folded = new HashMap<>();

    private @Nullable Replica replica;
    private @Nullable WorldManifest manifest;

    /** The store in this journal, which it closes at its end. */
    public JournalWorldStore(DeltaJournal journal) {
        this(journal, BATCHES_MAX);
    }

    /** The same that folds a sector once it stores {@code batchesMax} batches that the replica does not retain. */
    public JournalWorldStore(DeltaJournal journal, int batchesMax) {
        this.journal = journal;
        this.batchesMax = batchesMax;
        this.manifest = StoredWorld.manifest(journal::get);
    }

    @Override
    public List<CacheStats> caches() {
        return journal.caches();
    }

    @Override
    public DeltaJournal journal() {
        return journal;
    }

    @Override
    public @Nullable WorldManifest manifest() {
        return manifest;
    }

    @Override
    public void found(WorldManifest founding) {
        if (manifest != null && !manifest.worldId().equals(founding.worldId())) {
            throw new IllegalStateException("this store holds world \"" + manifest.name() + "\" ("
                    + manifest.worldId().brief() + "), cannot take \"" + founding.name() + "\" ("
                    + founding.worldId().brief() + "); name another directory");
        }
        if (manifest == null) {
            journal.commit(new JournalBatch().put(Table.MANIFEST.prefix(), founding.encode()));
            manifest = founding;
        }
    }

    @Override
    public void load(Replica into) {
        volumes.clear();
        folded.clear();
        RowMend mend = new RowMend(journal);
        StoredWorld.load(journal::scan, into, this::count, mend::onDamaged);
        replica = into;
        JournalBatch folds = new JournalBatch();
        for (SignedBatch again : mend.finish(folds)) {
            into.restore(again);
            count(again.sector(), again.sizeBytes());
        }
        foldLarge(folds);
        declare(into.schema(), folds);
        if (!folds.isEmpty()) {
            journal.commit(folds);
        }
    }

    /** Keeps what this program declares, for whoever compares the store with another; a tool declares nothing. */
    private void declare(Schema schema, JournalBatch rows) {
        List<Declaration> declared = Declaration.of(schema);
        if (!declared.isEmpty() && declared.size() <= Declaration.MAX) {
            byte[] row = Declaration.encode(declared);
            if (!Arrays.equals(row, journal.get(Table.DECLARED.prefix()))) {
                rows.put(Table.DECLARED.prefix(), row);
            }
        }
    }

    @Override
    public void append(List<SignedBatch> batches, List<Proof> proofs, Runnable whenDurable) {
        JournalBatch rows = new JournalBatch();
        proofs.forEach(proof -> StoredWorld.add(proof, rows));
        draft(batches, rows);
        journal.submit(rows, whenDurable);
    }

    @Override
    public void append(Snapshot snapshot, Runnable whenDurable) {
        // What is stored already may know more than a foreign snapshot: the joined state replaces both.
        Replica joined = replica;
        JournalBatch rows = new JournalBatch();
        if (joined == null) {
            folded.remove(snapshot.sector());
            StoredWorld.add(snapshot, rows);
        } else {
            fold(joined, snapshot.sector(), rows);
        }
        journal.submit(rows, whenDurable);
    }

    @Override
    public void draft(List<SignedBatch> batches, JournalBatch rows) {
        for (SignedBatch batch : batches) {
            StoredWorld.add(batch, rows);
            count(batch.sector(), batch.sizeBytes());
        }
        foldLarge(rows);
    }

    @Override
    public void draft(Proof proof, JournalBatch rows) {
        StoredWorld.add(proof, rows);
    }

    @Override
    public void retract(List<SignedBatch> batches, JournalBatch rows) {
        for (SignedBatch batch : batches) {
            StoredWorld.remove(batch, rows);
            VersionVector known = folded.computeIfAbsent(batch.sector(), this::foldedUpTo);
            if (batch.sequence() <= known.last(batch.replica())) {
                // Nothing takes one batch out of a joined state. What else was in it comes back from the others.
                rows.delete(StoredWorld.snapshotKey(batch.sector()));
            }
        }
    }

    private VersionVector foldedUpTo(SectorId sector) {
        byte[] row = journal.get(StoredWorld.snapshotKey(sector));
        Snapshot snapshot = row == null ? null : Snapshot.decode(row);
        SectorState state = snapshot == null ? null : snapshot.open();
        return state == null ? new VersionVector() : state.vector();
    }

    @Override
    public void unfold(SectorId sector, JournalBatch rows) {
        rows.delete(StoredWorld.snapshotKey(sector));
        folded.remove(sector);
    }

    @Override
    public void fold(SectorId sector) {
        Replica joined = replica;
        if (joined != null) {
            JournalBatch rows = new JournalBatch();
            fold(joined, sector, rows);
            journal.submit(rows, () -> {});
        }
    }

    @Override
    public boolean retractBehind(SectorId sector, long author, long last, JournalBatch rows) {
        List<SignedBatch> behind = new ArrayList<>();
        journal.scan(StoredWorld.batchPrefix(sector), (key, value) -> {
            if (StoredWorld.replicaOf(key) == author && StoredWorld.sequenceOf(key) > last) {
                behind.add(StoredWorld.batch(value));
            }
            return true;
        });
        retract(behind, rows);
        return !behind.isEmpty();
    }

    private void count(SectorId sector, int bytes) {
        volumes.computeIfAbsent(sector, id -> new Volume()).add(bytes);
    }

    private void foldLarge(JournalBatch rows) {
        Replica joined = replica;
        if (joined == null) {
            return;
        }
        Set<SectorId> large = new TreeSet<>();
        volumes.forEach((sector, volume) -> {
            BatchLog retained = joined.history().retained(sector);
            if (volume.batches - retained.count() > batchesMax || volume.bytes - retained.bytes() > BATCH_BYTES_MAX) {
                large.add(sector);
            }
        });
        large.forEach(sector -> fold(joined, sector, rows));
    }

    /**
     * Stores what the retained batches of a sector rest on, and drops the rows of batches that are in it. Those that
     * are retained stay with their signatures: whoever lacks them can be sent them after a restart too.
     */
    private void fold(Replica joined, SectorId sector, JournalBatch rows) {
        VersionVector known = joined.history().belowVector(sector);
        Snapshot below = joined.history().belowSnapshot(sector);
        if (below != null) {
            StoredWorld.add(below, rows);
        }
        Volume left = new Volume();
        journal.scan(StoredWorld.batchPrefix(sector), (key, value) -> {
            if (StoredWorld.sequenceOf(key) <= known.last(StoredWorld.replicaOf(key))) {
                rows.delete(key);
            } else {
                left.add(value.length);
            }
            return true;
        });
        volumes.put(sector, left);
        folded.put(sector, known);
    }

    @Override
    public void keepWish(CommandEnvelope wish, Runnable whenDurable) {
        journal.submit(new JournalBatch().put(wishKey(wish.id()), wish.encode()), whenDurable);
    }

    @Override
    public void dropWish(CommandId id) {
        journal.submit(new JournalBatch().delete(wishKey(id)), () -> {});
    }

    @Override
    public List<CommandEnvelope> wishes() {
        List<CommandEnvelope> wishes = new ArrayList<>();
        journal.scan(Table.WISH.prefix(), (key, value) -> {
            CommandEnvelope wish = CommandEnvelope.decode(value);
            if (wish == null) {
                throw StoreDamagedException.row("wish");
            }
            return wishes.add(wish);
        });
        return wishes;
    }

    private static byte[] wishKey(CommandId id) {
        return Table.WISH.key(16).putLong(id.session()).putLong(id.sequence()).array();
    }

    @Override
    public void keepInvitation(Hash id, byte[] invitation, Runnable whenDurable) {
        journal.submit(new JournalBatch().put(invitationKey(id), invitation), whenDurable);
    }

    @Override
    public void dropInvitation(Hash id) {
        journal.submit(new JournalBatch().delete(invitationKey(id)), () -> {});
    }

    @Override
    public List<byte[]> invitations() {
        List<byte[]> kept = new ArrayList<>();
        journal.scan(Table.INVITATION.prefix(), (key, value) -> kept.add(value));
        return kept;
    }

    private static byte[] invitationKey(Hash id) {
        return Table.INVITATION.key(Hash.BYTES).put(id.bytes()).array();
    }

    @Override
    public OptionalLong worldOffsetMillis() {
        byte[] row = journal.get(Table.WORLD_OFFSET.prefix());
        return row == null ? OptionalLong.empty() : OptionalLong.of(new ByteReader(row).i64());
    }

    @Override
    public void saveWorldOffsetMillis(long offsetMillis) {
        byte[] row = new ByteWriter(8).i64(offsetMillis).toBytes();
        journal.submit(new JournalBatch().put(Table.WORLD_OFFSET.prefix(), row), () -> {});
    }

    @Override
    public long nextEpoch() {
        byte[] row = journal.get(Table.EPOCH.prefix());
        long highest = row == null ? 0 : new ByteReader(row).i64();
        for (Proof proof : StoredWorld.proofs(journal::scan)) {
            if (proof instanceof Grant grant) {
                highest = Math.max(highest, grant.epoch());
            }
        }
        long next = Math.addExact(highest, 1);
        journal.commit(new JournalBatch()
                .put(Table.EPOCH.prefix(), new ByteWriter(8).i64(next).toBytes()));
        return next;
    }

    @Override
    public void close() {
        journal.close();
    }

    /** The batches of a sector that are stored. */
    private static final class Volume {
        private long batches;
        private long bytes;

        void add(int size) {
            batches++;
            bytes += size;
        }
    }
}
