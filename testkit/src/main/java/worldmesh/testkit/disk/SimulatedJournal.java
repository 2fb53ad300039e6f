package worldmesh.testkit.disk;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;

/** The twin of the RocksDB journal on a {@link SimulatedDisk}: one sync at a time, shared by what waits. One thread. */
public final class SimulatedJournal implements DeltaJournal {
    private final SimulatedDisk disk;
    private final Executor callbacks;
    private final Rows rows;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean syncing;
    private boolean closed;
    private @Nullable String failed;

    SimulatedJournal(SimulatedDisk disk, Executor callbacks, Rows rows) {
        this.disk = disk;
        this.callbacks = callbacks;
        this.rows = rows;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        requireOpen();
        return rows.get(key);
    }

    @Override
    public void scan(byte[] prefix, RowVisitor visitor) {
        requireOpen();
        rows.scan(prefix, visitor);
    }

    @Override
    public void submit(JournalBatch batch, Runnable whenDurable) {
        write(batch, whenDurable);
        startSync();
    }

    @Override
    public void commit(JournalBatch batch) {
        write(batch, () -> {});
        finishSync(waiting.size());
        if (failed != null) {
            throw new IllegalStateException("journal has stopped: " + failed);
        }
    }

    private void write(JournalBatch batch, Runnable whenDurable) {
        requireOpen();
        if (failed != null) {
            throw new IllegalStateException("journal has stopped: " + failed);
        }
        var copy = new JournalBatch();
        for (JournalBatch.Row row : batch.rows()) {
            byte[] value = row.value();
            if (value == null) {
                copy.delete(row.key());
            } else {
                copy.put(row.key(), value);
            }
        }
        rows.apply(copy);
        disk.write(copy);
        waiting.add(whenDurable);
    }

    private void startSync() {
        if (syncing || waiting.isEmpty()) {
            return;
        }
        syncing = true;
        int count = waiting.size();
        disk.afterSyncTime(() -> {
            syncing = false;
            if (failed == null && !closed) {
                // A commit meanwhile may have synced some of them already.
                finishSync(Math.min(count, waiting.size()));
                startSync();
            }
        });
    }

    private void finishSync(int count) {
        if (count == 0) {
            return;
        }
        if (!disk.sync(count)) {
            die("the simulated disk failed a sync");
            return;
        }
        for (int i = 0; i < count; i++) {
            callbacks.execute(waiting.remove());
        }
    }

    /** Stops for good, without another callback. */
    void die(String why) {
        failed = why;
        waiting.clear();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the journal is closed");
        }
    }

    @Override
    public @Nullable String failed() {
        return failed;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        if (failed == null) {
            finishSync(waiting.size());
        }
        closed = true;
        disk.closed(this);
    }
}
