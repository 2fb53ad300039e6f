package worldmesh.authority.row;

import java.util.Arrays;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;

/** A journal in memory for tests: durable at once, its callbacks run by {@link #settle}. */
public final class MemoryRows implements DeltaJournal {
    private final TreeMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
    private final java.util.ArrayDeque<Runnable> callbacks = new java.util.ArrayDeque<>();

    @Override
    public byte @Nullable [] get(byte[] key) {
        return rows.get(key);
    }

    @Override
    public void scan(byte[] prefix, RowVisitor visitor) {
        for (var row : new TreeMap<>(rows.tailMap(prefix, true)).entrySet()) {
            boolean inside = row.getKey().length >= prefix.length
                    && Arrays.equals(row.getKey(), 0, prefix.length, prefix, 0, prefix.length);
            if (!inside || !visitor.onRow(row.getKey(), row.getValue())) {
                return;
            }
        }
    }

    @Override
    public void submit(JournalBatch batch, Runnable whenDurable) {
        commit(batch);
        callbacks.add(whenDurable);
    }

    @Override
    public void commit(JournalBatch batch) {
        for (JournalBatch.Row row : batch.rows()) {
            byte[] value = row.value();
            if (value == null) {
                rows.remove(row.key());
            } else {
                rows.put(row.key(), value);
            }
        }
    }

    /** Runs the callbacks of everything submitted. */
    public void settle() {
        while (!callbacks.isEmpty()) {
            callbacks.remove().run();
        }
    }

    @Override
    public @Nullable String failed() {
        return null;
    }

    @Override
    public void close() {}
}
