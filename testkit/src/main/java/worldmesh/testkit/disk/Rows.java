package worldmesh.testkit.disk;

import java.util.Arrays;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;

/** Rows in the order of their unsigned bytes. */
final class Rows {
    private final TreeMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);

    Rows copy() {
        var copy = new Rows();
        copy.rows.putAll(rows);
        return copy;
    }

    void apply(JournalBatch batch) {
        for (JournalBatch.Row row : batch.rows()) {
            byte[] value = row.value();
            if (value == null) {
                rows.remove(row.key());
            } else {
                rows.put(row.key(), value);
            }
        }
    }

    byte @Nullable [] get(byte[] key) {
        byte[] value = rows.get(key);
        return value == null ? null : value.clone();
    }

    void scan(byte[] prefix, DeltaJournal.RowVisitor visitor) {
        for (var row : rows.tailMap(prefix, true).entrySet()) {
            byte[] key = row.getKey();
            boolean inside =
                    key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
            if (!inside || !visitor.onRow(key.clone(), row.getValue().clone())) {
                return;
            }
        }
    }
}
