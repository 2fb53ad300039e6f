package worldmesh.authority.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.authority.journal.JournalOpenException;
import worldmesh.authority.journal.RocksDeltaJournal;
import worldmesh.authority.journal.RocksJournalView;
import worldmesh.authority.pipeline.Mines;
import worldmesh.authority.row.Table;
import worldmesh.peer.port.WorldStore;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.replica.Replica;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.trust.ReplicaIdentity;

/**
 * A store of format 1, written by the program of 6055f82 itself: 200 commands of two players, sixty signs in three
 * sectors of which a third was taken down, folded into snapshots of version 2.
 */
class StoreMigrationIT {
    /** What that program made of it. */
    private static final String DIGEST = "07e7b8a50b7c8fe3c862fbe5df176a701ad59d934e56af9ecb2f9cfda90a5446";

    private static final int SNAPSHOTS = 3;

    private final SimulatedSignatures signatures = new SimulatedSignatures();

    @TempDir
    Path directory;

    private Path store;

    @BeforeEach
    void aStoreOfFormatOne() throws IOException {
        List.of(0L, 1L, 2L, 99L).forEach(signatures::signer);
        store = directory.resolve("store");
        try (RocksDeltaJournal journal = RocksDeltaJournal.open(store, Runnable::run);
                InputStream backup = former()) {
            BackupFile.read(backup, (key, value) -> {
                journal.commit(new JournalBatch().put(key, value));
                return true;
            });
        }
        Files.writeString(store.resolve("FORMAT"), "worldmesh-store 1\n");
        assertEquals(List.of(2, 2, 2), versions());
    }

    private static InputStream former() {
        return Objects.requireNonNull(StoreMigrationIT.class.getResourceAsStream("/store/format-1.backup"));
    }

    private List<Integer> versions() {
        List<Integer> versions = new ArrayList<>();
        try (RocksJournalView view = RocksJournalView.open(store)) {
            view.scan(Table.SNAPSHOT.prefix(), (key, value) -> versions.add((int) value[0]));
        }
        return versions;
    }

    private StoreAudit audit() {
        return StoreAudit.of(store, Mines.SCHEMA, signatures);
    }

    private String opened() {
        try (WorldStore opened = new RocksWorldStoreProvider().open(store, Runnable::run)) {
            var manifest = Objects.requireNonNull(opened.manifest());
            ReplicaIdentity self = ReplicaIdentity.draw(manifest.worldId(), signatures.signer(5), 1);
            Replica replica = new Replica(manifest, Mines.SCHEMA, self, signatures);
            opened.load(replica);
            return replica.digest().toString();
        }
    }

    @Test
    void isMigratedOnOpeningAndHoldsTheSame() throws IOException {
        StoreAudit before = audit();
        assertEquals(DIGEST, before.digest());
        assertEquals(200, before.receipts().size());

        String digest = opened();

        assertEquals(DIGEST, digest);
        assertEquals("worldmesh-store 2\n", Files.readString(store.resolve("FORMAT")));
        assertEquals(List.of(3, 3, 3), versions());
        assertEquals(before, audit());
        assertEquals(List.of(), before.problems());
    }

    @Test
    void aCrashOnTheWayIsMadeGoodAtTheNextOpening() throws IOException {
        try (RocksDeltaJournal journal = RocksDeltaJournal.open(store, Runnable::run)) {
            byte[][] first = new byte[2][];
            journal.scan(Table.SNAPSHOT.prefix(), (key, value) -> {
                first[0] = key;
                first[1] = value;
                return false;
            });
            Snapshot former = Objects.requireNonNull(Snapshot.decode(first[1]));
            byte[] now = Snapshot.of(former.world(), Objects.requireNonNull(former.open()))
                    .encode();
            journal.commit(new JournalBatch().put(first[0], now));
        }
        assertEquals(List.of(3, 2, 2), versions());

        assertEquals(DIGEST, opened());

        assertEquals(List.of(3, 3, 3), versions());
        assertEquals("worldmesh-store 2\n", Files.readString(store.resolve("FORMAT")));
    }

    @Test
    void aBackupOfTheFormerFormatIsRestoredInThisOne() throws IOException {
        Path backup = directory.resolve("former.backup");
        try (InputStream in = former()) {
            Files.copy(in, backup);
        }
        Path restored = directory.resolve("restored");

        assertEquals(DIGEST, WorldBackup.restore(backup, restored, signatures).digest());

        store = restored;
        assertEquals(SNAPSHOTS, versions().size());
        assertTrue(versions().stream().allMatch(version -> version == 3), versions()::toString);
    }

    @Test
    void aSnapshotThatCannotBeReadIsNoFormerVersions() throws IOException {
        try (RocksDeltaJournal journal = RocksDeltaJournal.open(store, Runnable::run)) {
            JournalBatch damage = new JournalBatch();
            journal.scan(Table.SNAPSHOT.prefix(), (key, value) -> {
                value[value.length / 2] ^= 0x55;
                Snapshot snapshot = Snapshot.decode(value);
                return snapshot == null || snapshot.open() != null || damage.put(key, value) == damage;
            });
            journal.commit(damage);
        }

        String digest = opened();

        // What cannot be read is no former version's: the peer drops it and catches up, as with any damaged row.
        assertTrue(!digest.equals(DIGEST) && versions().size() < SNAPSHOTS, versions()::toString);
    }

    @Test
    void aStoreOfALaterFormatIsRefusedWithTheWayOut() throws IOException {
        Files.writeString(store.resolve("FORMAT"), "worldmesh-store 3\n");

        JournalOpenException refused = assertThrows(
                JournalOpenException.class, () -> new RocksWorldStoreProvider().open(store, Runnable::run));

        String said = String.valueOf(refused.getMessage());
        assertTrue(said.contains("has format 3, this program reads up to 2; use the newer program"), said);
    }
}
