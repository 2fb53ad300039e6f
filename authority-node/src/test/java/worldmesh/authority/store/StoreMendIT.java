package worldmesh.authority.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.authority.journal.JournalOpenException;
import worldmesh.authority.journal.RocksDeltaJournal;
import worldmesh.authority.pipeline.Mines;
import worldmesh.authority.row.Table;
import worldmesh.runtime.identity.Signer;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.hash.Hash;
import worldmesh.world.replica.Replica;
import worldmesh.world.replica.ReplicaLimits;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.OwnershipCheck;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.WorldManifest;

/** A flipped bit in each kind of file of a store: found, named, mended from a neighbour or a backup. */
@Timeout(120)
class StoreMendIT {
    private static final int BATCHES = 600;
    private static final int SECTORS = 6;

    private final SimulatedSignatures signatures = new SimulatedSignatures();
    private final Signer ann = signatures.signer(1);
    private final WorldManifest manifest = WorldManifest.found(
            "isle", Membership.OPEN, Hosting.PARTY, new WorldManifest.Founding(1000, 5), signatures.signer(0));
    private final Replica neighbour = replica(2);

    @TempDir
    Path directory;

    private Path store;
    private Path mended;
    private long openings = 10;

    private Replica replica(long peer) {
        return new Replica(
                manifest,
                Mines.SCHEMA,
                ReplicaIdentity.draw(manifest.worldId(), signatures.signer(peer), peer),
                signatures);
    }

    /** Ann plays in six sectors, all of it on her disk; a neighbour has the same. */
    @BeforeEach
    void aStoreAndANeighbour() {
        store = directory.resolve("store");
        mended = directory.resolve("mended");
        try (RocksDeltaJournal journal = RocksDeltaJournal.open(store, Runnable::run)) {
            JournalWorldStore kept = new JournalWorldStore(journal);
            kept.found(manifest);
            ReplicaIdentity self = ReplicaIdentity.draw(manifest.worldId(), ann, 1);
            Replica replica = new Replica(manifest, Mines.SCHEMA, self, signatures);
            kept.load(replica);
            neighbour.learn(self.certificate());
            kept.append(List.of(), List.of(self.certificate()));
            for (int i = 0; i < BATCHES; i++) {
                replica.spawn(new SectorId(i % SECTORS, 0, 0), new Mines.Sign("sign " + i + " " + i * 7919L));
                List<SignedBatch> sealed = replica.seal(1000 + i);
                kept.append(sealed, List.of());
                sealed.forEach(batch -> neighbour.merge(batch, 1000_000));
            }
            journal.commit(new JournalBatch().put(Table.WORLD_OFFSET.prefix(), new byte[8]));
        }
        assertEquals(List.of(), StoreMend.verify(store, signatures));
    }

    @Test
    void aBitInATableIsNamedWithItsFileAndMendedFromANeighbour() throws IOException {
        flushToTables();
        Path table = largest(".sst");
        flip(table, Files.size(table) / 3);
        List<String> problems = StoreMend.verify(store, signatures);
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).contains(table.getFileName().toString()), problems::toString);

        StoreMend.Report report = StoreMend.mend(store, mended, signatures);

        assertTrue(report.damage().get(0).contains(table.getFileName().toString()), report::toString);
        assertTrue(report.kept() > BATCHES / 2 && report.kept() < BATCHES, report::toString);
        catchesUpFromTheNeighbour(mended);
    }

    @Test
    void aBitInABatchIsFoundByItsSignatureAndMendedFromANeighbour() {
        damage(Table.BATCH, 100, false);
        assertTrue(StoreMend.verify(store, signatures).get(0).contains("not the one its author signed"));

        StoreMend.Report report = StoreMend.mend(store, mended, signatures);

        assertEquals(1, report.dropped());
        assertTrue(report.damage().get(0).startsWith("a batch of sector "), report::toString);
        catchesUpFromTheNeighbour(mended);
    }

    @Test
    void aBatchThatCannotBeReadIsDroppedByALivePeerAndMendedFromANeighbour() {
        damage(Table.BATCH, 100, true);

        catchesUpFromTheNeighbour(store);
    }

    @Test
    void aSnapshotThatCannotBeReadIsDroppedByALivePeerAndMendedFromANeighbour() {
        fold();
        damage(Table.SNAPSHOT, 0, true);
        assertTrue(StoreMend.verify(store, signatures).get(0).contains("snapshot of sector"));

        catchesUpFromTheNeighbour(store);
    }

    @Test
    void aBitInTheWriteAheadLogIsRefusedAndMendedFromABackup() throws IOException {
        Path backup = directory.resolve("world.backup");
        WorldBackup.save(store, backup, signatures);
        Path log = largest(".log");
        flip(log, Files.size(log) / 2);
        String named = StoreMend.verify(store, signatures).get(0);
        assertTrue(named.contains("write-ahead log: " + log.getFileName()), named);
        assertThrows(JournalOpenException.class, () -> StoreMend.mend(store, mended, signatures));
        assertFalse(Files.exists(mended));

        WorldBackup.restore(backup, mended, signatures);

        assertEquals(List.of(), StoreMend.verify(mended, signatures));
        assertEquals(neighbour.digest(), opened(mended, false));
    }

    @Test
    void aBitInABackupIsFoundAndAnotherIsMadeFromTheStore() throws IOException {
        Path backup = directory.resolve("world.backup");
        WorldBackup.save(store, backup, signatures);
        flip(backup, Files.size(backup) / 2);
        assertThrows(UncheckedIOException.class, () -> WorldBackup.restore(backup, mended, signatures));
        Files.delete(backup);

        WorldBackup.save(store, backup, signatures);
        WorldBackup.restore(backup, mended, signatures);

        assertEquals(neighbour.digest(), opened(mended, false));
    }

    @Test
    void aStoreThatLostWhatNobodyElseKnowsIsNotMended() throws IOException {
        try (RocksDeltaJournal journal = RocksDeltaJournal.open(store, Runnable::run)) {
            for (int i = 0; i < 2_000; i++) {
                byte[] key = Table.ANSWER.key(8).putLong(i).array();
                byte[] value = new byte[200];
                new SplittableRandom(i).nextBytes(value);
                journal.submit(new JournalBatch().put(key, value), () -> {});
            }
        }
        flushToTables();
        Path table = largest(".sst");
        flip(table, Files.size(table) * 3 / 4);

        StoreDamagedException refused =
                assertThrows(StoreDamagedException.class, () -> StoreMend.mend(store, mended, signatures));

        assertTrue(String.valueOf(refused.getMessage()).contains("restore it from a backup"), refused.toString());
        assertFalse(Files.exists(mended));
    }

    private void catchesUpFromTheNeighbour(Path opened) {
        assertEquals(neighbour.digest(), opened(opened, true));
        assertEquals(neighbour.digest(), opened(opened, false)); // what came is on disk
    }

    /** The digest of a peer that opens the store, after its neighbour sent what it lacks. */
    private Hash opened(Path opened, boolean lacks) {
        try (RocksDeltaJournal journal = RocksDeltaJournal.open(opened, Runnable::run)) {
            JournalWorldStore kept = new JournalWorldStore(journal);
            Replica replica = replica(++openings);
            kept.load(replica);
            if (lacks) {
                assertNotEquals(neighbour.digest(), replica.digest());
                for (SectorId sector : neighbour.sectors()) {
                    List<SignedBatch> missing = neighbour.missing(sector, replica.vector(sector), Integer.MAX_VALUE);
                    missing.forEach(batch -> replica.merge(batch, 1000_000));
                    kept.append(missing, List.of());
                }
            }
            return replica.digest();
        }
    }

    private void damage(Table table, int number, boolean unreadable) {
        try (RocksDeltaJournal journal = RocksDeltaJournal.open(store, Runnable::run)) {
            JournalBatch change = new JournalBatch();
            int[] at = {0};
            journal.scan(table.prefix(), (key, value) -> {
                if (at[0]++ == number) {
                    // The version that it is not, or the end of its signature.
                    value[unreadable ? 0 : value.length - 1] ^= (byte) (unreadable ? 0x40 : 1);
                    change.put(key, value);
                }
                return true;
            });
            assertFalse(change.isEmpty());
            journal.commit(change);
        }
    }

    /** Folds a sector into a snapshot. */
    private void fold() {
        try (RocksDeltaJournal journal = RocksDeltaJournal.open(store, Runnable::run)) {
            JournalWorldStore kept = new JournalWorldStore(journal, 1);
            Replica few = new Replica(new Replica.Setup(
                    manifest,
                    Mines.SCHEMA,
                    ReplicaIdentity.draw(manifest.worldId(), ann, 99),
                    signatures,
                    OwnershipCheck.STRICT,
                    new ReplicaLimits(10, 1 << 20, 64, 64)));
            kept.load(few);
        }
    }

    /** Opening writes what the log held into tables. */
    private void flushToTables() {
        RocksDeltaJournal.open(store, Runnable::run).close();
        RocksDeltaJournal.open(store, Runnable::run).close();
    }

    private Path largest(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(store.resolve("db"))) {
            return Objects.requireNonNull(files.filter(file -> file.toString().endsWith(suffix))
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElse(null));
        }
    }

    private static void flip(Path file, long at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) at] ^= 0x10;
        Files.write(file, bytes);
    }
}
