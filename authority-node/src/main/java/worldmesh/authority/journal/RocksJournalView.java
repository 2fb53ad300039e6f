package worldmesh.authority.journal;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.journal.DeltaJournal.RowVisitor;

/**
 * Reads a store without changing it: a copy, what a killed process left, or the state at this moment of one in use.
 * Confined to its owner's thread.
 */
public final class RocksJournalView implements AutoCloseable {
    private final Path directory;
    private final RocksRows disk;

    private RocksJournalView(Path directory, RocksRows disk) {
        this.directory = directory;
        this.disk = disk;
    }

    /**
     * Opens the store in {@code directory} read-only.
     *
     * @throws JournalOpenException if it is no store, damaged, of a newer format, or lost batches once reported durable
     */
    public static RocksJournalView open(Path directory) {
        JournalFormat.check(directory);
        HighWater.Mark promised;
        try {
            promised = HighWater.read(directory); // before the database, which may be growing
        } catch (IOException e) {
            throw JournalFormat.unreadable(directory, e);
        }
        RocksRows disk = RocksRows.open(directory, true);
        try {
            RocksDeltaJournal.checkNothingLost(directory, promised, disk.mark());
            return new RocksJournalView(directory, disk);
        } catch (JournalOpenException e) {
            disk.close();
            throw e;
        }
    }

    /** The value at {@code key}, or null. */
    public byte @Nullable [] get(byte[] key) {
        try {
            return disk.get(key);
        } catch (IOException e) {
            throw JournalFormat.unreadable(directory, e);
        }
    }

    /** Visits the rows whose key begins with {@code prefix}, in key order, until the visitor answers false. */
    public void scan(byte[] prefix, RowVisitor visitor) {
        try {
            disk.scan(prefix, visitor);
        } catch (IOException e) {
            throw JournalFormat.unreadable(directory, e);
        }
    }

    /** Visits every row that can be read, in key order, and tells of what a damaged file hides between them. */
    public void salvage(RowVisitor visitor, RowGap.Listener gaps) {
        disk.salvage(visitor, gaps);
    }

    /** The number of batches ever made durable here. */
    public long batches() {
        return disk.mark().sequence();
    }

    @Override
    public void close() {
        disk.close();
    }
}
