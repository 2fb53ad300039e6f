package worldmesh.authority.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.runtime.journal.JournalBatch.Row;
import worldmesh.runtime.metrics.CacheStats;

/**
 * The journal of one node in RocksDB. Every write is synced before the next one starts, so that a crash leaves exactly
 * a prefix of the batches; what is not on disk yet is read from memory. Confined to its owner's thread.
 */
public final class RocksDeltaJournal implements DeltaJournal {
    private final RocksRows disk;
    private final HighWater highWater;
    private final GroupCommitter committer;
    private final UndurableRows undurable = new UndurableRows();
    private long sequence;
    private boolean closed;

    private RocksDeltaJournal(RocksRows disk, HighWater highWater, Executor callbacks) {
        this.disk = disk;
        this.highWater = highWater;
        this.sequence = disk.mark().sequence();
        this.committer = new GroupCommitter(
                (rows, last) -> highWater.write(disk.write(rows, last)),
                callbacks,
                disk.mark().sequence());
    }

    /**
     * Opens or creates the store in {@code directory}; callbacks of durable batches run on {@code callbacks}.
     *
     * @throws JournalOpenException if the directory is in use, unreadable, damaged, of a newer format, or lost batches
     *     that were once reported durable
     */
    public static RocksDeltaJournal open(Path directory, Executor callbacks) {
        JournalFormat.claim(directory);
        RocksRows disk = RocksRows.open(directory, false);
        try {
            checkNothingLost(directory, HighWater.read(directory), disk.mark());
            HighWater file = HighWater.open(directory);
            file.write(disk.mark());
            file.sync();
            return new RocksDeltaJournal(disk, file, callbacks);
        } catch (IOException e) {
            disk.close();
            throw JournalFormat.unreadable(directory, e);
        } catch (JournalOpenException e) {
            disk.close();
            throw e;
        }
    }

    /** True if an older program wrote the rows of this store last: they are to be migrated. */
    public static boolean isOfFormerFormat(Path directory) {
        return JournalFormat.check(directory) < JournalFormat.VERSION;
    }

    /** The rows of this store were migrated, durably: from now on older programs refuse it. */
    public static void raiseFormat(Path directory) {
        JournalFormat.raise(directory);
    }

    static void checkNothingLost(Path directory, HighWater.@Nullable Mark promised, HighWater.Mark found) {
        if (promised == null || promised.sequence() < found.sequence()) {
            return;
        }
        if (promised.sequence() > found.sequence()) {
            throw new JournalOpenException("store " + directory + " lost acknowledged batches: the database ends at "
                    + found.sequence() + ", HIGH_WATER says " + promised.sequence()
                    + "; restore it from a backup, or start with a new directory and sync from another peer");
        }
        if (!Arrays.equals(promised.chain(), found.chain())) {
            throw new JournalOpenException(
                    "store " + directory + " mixes the files of two stores: the hash chains differ at "
                            + found.sequence() + "; restore it whole from one backup");
        }
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        settle();
        Row row = undurable.find(key);
        if (row != null) {
            return row.value();
        }
        try {
            return disk.get(key);
        } catch (IOException e) {
            throw stop(e);
        }
    }

    @Override
    public void scan(byte[] prefix, RowVisitor visitor) {
        settle();
        Merge merge = new Merge(undurable.withPrefix(prefix), visitor);
        try {
            disk.scan(prefix, merge);
        } catch (IOException e) {
            throw stop(e);
        }
        merge.finish();
    }

    @Override
    public List<CacheStats> caches() {
        return closed ? List.of() : List.of(disk.cache());
    }

    @Override
    public void submit(JournalBatch batch, Runnable whenDurable) {
        enqueue(batch, whenDurable);
    }

    @Override
    public void commit(JournalBatch batch) {
        committer.await(enqueue(batch, () -> {}));
    }

    private CountDownLatch enqueue(JournalBatch batch, Runnable whenDurable) {
        settle();
        committer.refuseIfFailed();
        List<Row> rows = List.copyOf(batch.rows());
        CountDownLatch done = new CountDownLatch(1);
        undurable.add(++sequence, rows);
        committer.submit(new GroupCommitter.Submission(sequence, rows, batch.bytes(), whenDurable, done));
        return done;
    }

    private void settle() {
        if (closed) {
            throw new IllegalStateException("the journal is closed");
        }
        undurable.forget(committer.durable());
    }

    private JournalFailedException stop(IOException e) {
        committer.fail(String.valueOf(e.getMessage()));
        return new JournalFailedException("journal has stopped: " + e.getMessage());
    }

    @Override
    public @Nullable String failed() {
        return committer.failed();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        committer.close();
        try (highWater) {
            highWater.sync();
        } catch (IOException e) {
            committer.fail(String.valueOf(e.getMessage()));
        } finally {
            disk.close();
        }
    }

    /** Lays the rows in memory over those on disk, both in key order; memory wins. */
    private static final class Merge implements RowVisitor {
        private final Iterator<Row> memory;
        private final RowVisitor visitor;
        private @Nullable Row next;
        private boolean wanted = true;

        Merge(List<Row> memory, RowVisitor visitor) {
            this.memory = memory.iterator();
            this.visitor = visitor;
            advance();
        }

        @Override
        public boolean onRow(byte[] key, byte[] value) {
            while (wanted && next != null && Arrays.compareUnsigned(next.key(), key) < 0) {
                visitNext();
            }
            if (wanted && next != null && Arrays.equals(next.key(), key)) {
                visitNext();
            } else if (wanted) {
                wanted = visitor.onRow(key, value);
            }
            return wanted;
        }

        void finish() {
            while (wanted && next != null) {
                visitNext();
            }
        }

        private void visitNext() {
            Row row = next;
            advance();
            if (row != null && row.value() != null) {
                wanted = visitor.onRow(row.key(), row.value());
            }
        }

        private void advance() {
            next = memory.hasNext() ? memory.next() : null;
        }
    }
}
