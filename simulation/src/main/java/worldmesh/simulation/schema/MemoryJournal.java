package worldmesh.simulation.schema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;

/** Rows in memory, durable at once: what a store reads back is what it wrote. */
final class MemoryJournal implements DeltaJournal {
    private final TreeMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);

    @Override
    public byte @Nullable [] get(byte[] key) {
        return rows.get(key);
    }

    @Override
    public void scan(byte[] prefix, RowVisitor visitor) {
        List<byte[]> keys = new ArrayList<>(rows.tailMap(prefix, true).keySet());
        for (byte[] key : keys) {
            byte[] value = rows.get(key);
            boolean inside =
                    key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
            if (!inside || value == null || !visitor.onRow(key, value)) {
                return;
            }
        }
    }

    @Override
    public void submit(JournalBatch batch, Runnable whenDurable) {
        commit(batch);
        whenDurable.run();
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

    @Override
    public @Nullable String failed() {
        return null;
    }

    @Override
    public void close() {}
}
