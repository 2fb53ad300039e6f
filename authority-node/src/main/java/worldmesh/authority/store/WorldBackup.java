package worldmesh.authority.store;

import java.io.BufferedInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import worldmesh.authority.journal.RocksDeltaJournal;
import worldmesh.authority.journal.RocksJournalView;
import worldmesh.authority.row.Table;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.world.component.Schema;
import worldmesh.world.trust.WorldId;

/**
 * Saves a store to one file and makes a store of it again. Both ends are audited: signatures, log and books, so that a
 * backup that was taken can be restored. The peer's key is not part of it.
 */
public final class WorldBackup {
    /** A restored store may be older than what its peer signed since: its epochs leave that room. */
    static final long EPOCHS_SKIPPED = 1L << 20;

    private static final long BATCH_BYTES = 1L << 20;

    private WorldBackup() {}

    /**
     * What a backup holds.
     *
     * @param world the world
     * @param rows the rows of the store
     * @param bytes the size of the file
     * @param digest the digest of the world by its cells' bytes, in hexadecimal
     */
    public record Summary(WorldId world, long rows, long bytes, String digest) {}

    /** Saves the store in {@code directory}, in use or not, to {@code file}, which must not exist. */
    public static Summary save(Path directory, Path file, SignatureVerifier verifier) {
        if (Files.exists(file)) {
            throw new IllegalArgumentException(file + " exists; name a new file, a backup is never overwritten");
        }
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try (RocksJournalView view = RocksJournalView.open(directory)) {
            StoreAudit audit = StoreAudit.of(view, Schema.of(), verifier);
            WorldId world = demandGood(directory, audit);
            long rows;
            try (FileOutputStream out = new FileOutputStream(partial.toFile())) {
                rows = BackupFile.write(out, view::scan);
                out.getFD().sync();
            }
            try (InputStream in = Files.newInputStream(partial)) {
                BackupFile.read(in, (key, value) -> true);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            return new Summary(world, rows, Files.size(file), audit.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write the backup " + file + ": " + e.getMessage() + "; nothing was kept of it", e);
        }
    }

    /** Makes a store in {@code directory}, which must not exist or be empty, of the backup in {@code file}. */
    public static Summary restore(Path file, Path directory, SignatureVerifier verifier) {
        try {
            demandEmpty(directory);
            Path partial = directory.resolveSibling(directory.getFileName() + ".partial");
            delete(partial);
            Files.createDirectories(partial);
            long rows = fill(file, partial);
            StoreAudit audit = StoreAudit.of(partial, Schema.of(), verifier);
            WorldId world = demandGood(partial, audit);
            Files.deleteIfExists(directory);
            Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
            return new Summary(world, rows, Files.size(file), audit.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot restore " + file + ": " + e.getMessage() + "; " + directory + " was left as it is", e);
        }
    }

    private static long fill(Path file, Path partial) throws IOException {
        try (RocksDeltaJournal journal = RocksDeltaJournal.open(partial, Runnable::run);
                InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            JournalBatch[] batch = {new JournalBatch()};
            long rows = BackupFile.read(in, (key, value) -> {
                batch[0].put(key, value);
                if (batch[0].bytes() > BATCH_BYTES) {
                    journal.commit(batch[0]);
                    batch[0] = new JournalBatch();
                }
                return true;
            });
            byte[] epoch = journal.get(Table.EPOCH.prefix());
            long highest = epoch == null ? 0 : new ByteReader(epoch).i64();
            batch[0].put(
                    Table.EPOCH.prefix(),
                    new ByteWriter(8).i64(highest + EPOCHS_SKIPPED).toBytes());
            journal.commit(batch[0]);
            StoreMigration.migrate(journal); // the backup may be of a former version
            return rows;
        }
    }

    private static WorldId demandGood(Path directory, StoreAudit audit) {
        WorldId world = audit.world();
        if (world == null) {
            throw new IllegalStateException(directory + " holds no world; name the store of a peer or a node");
        }
        if (!audit.problems().isEmpty()) {
            List<String> first = audit.problems().stream().limit(3).toList();
            throw new IllegalStateException(directory + " is damaged (" + String.join("; ", first)
                    + "); take another copy, or sync from another peer into an empty store");
        }
        return world;
    }

    private static void demandEmpty(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            if (files.findAny().isPresent()) {
                throw new IllegalArgumentException(directory + " is not empty; name a new directory to restore into");
            }
        }
    }

    /** Removes what was begun and is of no use. */
    static void discard(Path directory) {
        try {
            delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the unfinished " + directory + "; remove it by hand", e);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : files) {
            Files.delete(path);
        }
    }
}
