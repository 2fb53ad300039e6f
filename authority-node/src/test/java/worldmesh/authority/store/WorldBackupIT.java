package worldmesh.authority.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.authority.journal.RocksDeltaJournal;
import worldmesh.authority.pipeline.Bench;
import worldmesh.authority.pipeline.Mines;
import worldmesh.runtime.identity.Signer;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.command.CommandId;

/** Backups of a real store: whole or refused. */
class WorldBackupIT {
    private final SimulatedSignatures signatures = new SimulatedSignatures();
    private final Signer root = signatures.signer(1);

    @TempDir
    Path directory;

    private Path store;
    private Path file;

    @BeforeEach
    void aStoreWithHistory() {
        store = directory.resolve("store");
        file = directory.resolve("world.backup");
        try (RocksDeltaJournal journal = RocksDeltaJournal.open(store, answer -> {})) {
            Bench bench = new Bench(journal, root, signatures, 7);
            for (int i = 1; i <= 5; i++) {
                bench.send(new CommandId(root.peer(), 1, i), new Mines.Enter());
            }
            bench.turn();
        }
    }

    @Test
    void aRestoredStoreHasTheSameWorldBooksAndLogAndGoesOnUnderALaterEpoch() {
        StoreAudit before = StoreAudit.of(store, Mines.SCHEMA, signatures);
        WorldBackup.Summary saved = WorldBackup.save(store, file, signatures);
        Path copy = directory.resolve("copy");

        WorldBackup.Summary restored = WorldBackup.restore(file, copy, signatures);

        StoreAudit after = StoreAudit.of(copy, Mines.SCHEMA, signatures);
        assertEquals(saved, restored);
        assertEquals(before, after);
        assertTrue(before.applied().size() + before.rejected().size() >= 5, before.toString());
        try (RocksDeltaJournal journal = RocksDeltaJournal.open(copy, Runnable::run)) {
            assertTrue(new JournalWorldStore(journal).nextEpoch() > WorldBackup.EPOCHS_SKIPPED);
        }
    }

    @Test
    void aStoreWithACutLogIsSavedAndGoesOnWhereItWas() throws InterruptedException {
        LinkedBlockingQueue<Runnable> durable = new LinkedBlockingQueue<>();
        Path cut = directory.resolve("cut");
        CommandId last = new CommandId(root.peer(), 1, 120);
        try (RocksDeltaJournal journal = RocksDeltaJournal.open(cut, durable::add)) {
            Bench bench = new Bench(journal, root, signatures, 7, 16);
            for (int i = 1; i <= last.sequence(); i++) {
                bench.send(new CommandId(root.peer(), 1, i), new Mines.Lay(i));
                bench.turn();
                while (!bench.isAnswered(new CommandId(root.peer(), 1, i))) {
                    durable.take().run();
                }
            }
        }
        StoreAudit before = StoreAudit.of(cut, Mines.SCHEMA, signatures);
        assertEquals(List.of(), before.problems());
        assertTrue(before.logBegins() > 60, "the log begins at " + before.logBegins());
        assertTrue(before.applied().size() < 60 && before.receipts().size() == 120, before.toString());

        WorldBackup.save(cut, file, signatures);
        Path copy = directory.resolve("copy");
        WorldBackup.restore(file, copy, signatures);

        assertEquals(before, StoreAudit.of(copy, Mines.SCHEMA, signatures));
        try (RocksDeltaJournal journal = RocksDeltaJournal.open(copy, durable::add)) {
            Bench bench = new Bench(journal, root, signatures, 8, 16);
            bench.send(last, new Mines.Lay(120));
            assertTrue(bench.isAnswered(last), "a retry gets the answer it was given");
            bench.send(new CommandId(root.peer(), 1, 121), new Mines.Enter());
            bench.turn();
            while (!bench.isAnswered(new CommandId(root.peer(), 1, 121))) {
                durable.take().run();
            }
        }
        assertEquals(List.of(), StoreAudit.of(copy, Mines.SCHEMA, signatures).problems());
    }

    @Test
    void aBackupThatWasChangedOrCutAnywhereIsRefusedAndNothingAppears() throws IOException {
        WorldBackup.save(store, file, signatures);
        byte[] good = Files.readAllBytes(file);
        Path copy = directory.resolve("copy");
        for (int at = 0; at < good.length; at += Math.max(1, good.length / 40)) {
            byte[] bad = good.clone();
            bad[at] ^= 0x10;
            Files.write(file, bad);
            boolean flagOfTheStream = at >= 19 && at < 29; // gzip's header says when and by whom: nothing of the world
            if (!flagOfTheStream) {
                assertThrows(
                        UncheckedIOException.class, () -> WorldBackup.restore(file, copy, signatures), "byte " + at);
                assertFalse(Files.exists(copy));
            }
        }
        Files.write(file, java.util.Arrays.copyOf(good, good.length / 2));
        assertThrows(UncheckedIOException.class, () -> WorldBackup.restore(file, copy, signatures));
        assertFalse(Files.exists(copy));
    }

    @Test
    void neitherABackupNorAStoreIsEverOverwritten() {
        WorldBackup.save(store, file, signatures);

        var save = assertThrows(IllegalArgumentException.class, () -> WorldBackup.save(store, file, signatures));
        var restore = assertThrows(IllegalArgumentException.class, () -> WorldBackup.restore(file, store, signatures));

        assertTrue(String.valueOf(save.getMessage()).contains("never overwritten"));
        assertTrue(String.valueOf(restore.getMessage()).contains("not empty"));
    }
}
