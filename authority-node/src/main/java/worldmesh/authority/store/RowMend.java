package worldmesh.authority.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.authority.row.Table;
import worldmesh.authority.tick.LogEntry;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.sector.SectorId;

/**
 * Drops batches and snapshots that are damaged, so that their sectors are caught up with from neighbours like any that
 * this peer was away from. What the own log holds of them is put back at once; of the rest the marks of the committed
 * log become marks of what is still to come, and until it is here this member decides nothing. Used once.
 */
final class RowMend {
    private static final Logger log = LoggerFactory.getLogger(RowMend.class);

    private final DeltaJournal journal;
    private final List<byte[]> damaged = new ArrayList<>();
    private final Set<SectorId> sectors = new TreeSet<>();

    RowMend(DeltaJournal journal) {
        this.journal = journal;
    }

    /** A row of batches or snapshots is not what was written. */
    void onDamaged(byte[] key) {
        damaged.add(key);
        onLost(StoredWorld.sectorOf(key));
    }

    /** Rows of a sector are gone. */
    void onLost(SectorId sector) {
        sectors.add(sector);
    }

    /** Drafts the mend; answers the batches that the own log gives back. */
    List<SignedBatch> finish(JournalBatch rows) {
        if (sectors.isEmpty()) {
            return List.of();
        }
        damaged.forEach(rows::delete);
        List<SignedBatch> again = new ArrayList<>();
        journal.scan(Table.LOG.prefix(), (key, value) -> {
            LogEntry entry = LogEntry.decode(value);
            for (SignedBatch batch : entry == null ? List.<SignedBatch>of() : entry.batches()) {
                if (sectors.contains(batch.sector()) && isGone(batch)) {
                    StoredWorld.add(batch, rows);
                    again.add(batch);
                }
            }
            return true;
        });
        sectors.forEach(sector -> expect(sector, rows));
        log.warn("store.mended rows={} sectors={} fromOwnLog={}", damaged.size(), sectors, again.size());
        return again;
    }

    private boolean isGone(SignedBatch batch) {
        byte[] row = journal.get(StoredWorld.batchKey(batch));
        return row == null || SignedBatch.decode(row) == null;
    }

    private void expect(SectorId sector, JournalBatch rows) {
        journal.scan(StoredWorld.sectorPrefix(Table.REACHED, sector), (key, value) -> {
            byte[] cover =
                    ByteBuffer.wrap(key.clone()).put(Table.COVER.prefix()[0]).array();
            rows.put(cover, value);
            return true;
        });
    }
}
