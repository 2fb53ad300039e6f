package worldmesh.authority.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.authority.journal.RocksDeltaJournal;
import worldmesh.authority.row.Table;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.world.state.SectorState;
import worldmesh.world.sync.Snapshot;

/**
 * Brings a store that a former version wrote to the format of this one. Each step can be begun again after a crash and
 * is checked before it counts; the file FORMAT says so only once all rows are on disk. What others signed is never
 * rewritten: batches, proofs and log entries stay as they are, and are read in every version. Stateless.
 */
final class StoreMigration {
    private static final Logger log = LoggerFactory.getLogger(StoreMigration.class);

    private StoreMigration() {}

    /** Migrates an opened store if a former version wrote it. */
    static void run(Path directory, RocksDeltaJournal journal) {
        if (RocksDeltaJournal.isOfFormerFormat(directory)) {
            int snapshots = migrate(journal);
            RocksDeltaJournal.raiseFormat(directory);
            log.info("store.migrated path={} snapshots={}", directory, snapshots);
        }
    }

    /** From format 1 to 2: snapshots of versions 1 and 2 become such of version 3. Answers how many there were. */
    static int migrate(DeltaJournal journal) {
        List<byte[]> former = new ArrayList<>();
        journal.scan(Table.SNAPSHOT.prefix(), (key, value) -> {
            Snapshot snapshot = Snapshot.decode(value);
            boolean current = snapshot == null || snapshot.packed() != null;
            return current || former.add(key);
        });
        int migrated = 0;
        for (byte[] key : former) {
            byte[] row = journal.get(key);
            Snapshot snapshot = row == null ? null : Snapshot.decode(row);
            SectorState state = snapshot == null ? null : snapshot.open();
            if (snapshot != null && state != null) {
                journal.commit(new JournalBatch().put(key, rewritten(snapshot, state)));
                migrated++;
            }
        }
        return migrated;
    }

    /** The state as it is written now; refuses one that would not be read as the same. */
    private static byte[] rewritten(Snapshot former, SectorState state) {
        byte[] now = Snapshot.of(former.world(), state).encode();
        Snapshot read = Snapshot.decode(now);
        SectorState again = read == null ? null : read.open();
        boolean same = again != null
                && again.tree().digest().equals(state.tree().digest())
                && again.vector().equals(state.vector())
                && Arrays.equals(now, Snapshot.of(former.world(), again).encode());
        if (!same) {
            throw new StoreDamagedException("the snapshot of sector " + former.sector()
                    + " does not survive its migration; keep the store, go on with the former program, and tell us");
        }
        return now;
    }
}
