package worldmesh.authority.row;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.runtime.journal.JournalBatch.Row;

/**
 * Changes of rows that may still be dropped: reads see the draft first, then what lies below. A command drafts above
 * its tick, the tick above the journal. Confined to its owner's thread.
 */
public final class RowDraft implements RowReader {
    private final RowReader below;
    private final TreeMap<byte[], Row> rows = new TreeMap<>(Arrays::compareUnsigned);

    /** An empty draft above {@code below}. */
    public RowDraft(RowReader below) {
        this.below = below;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        Row row = rows.get(key);
        return row == null ? below.get(key) : row.value();
    }

    /** Drafts a row; neither array may be changed afterwards. */
    public void put(byte[] key, byte[] value) {
        rows.put(key, new Row(key, value));
    }

    /** Drafts the removal of a row. */
    public void delete(byte[] key) {
        rows.put(key, new Row(key, null));
    }

    /** Takes a put row out of the draft, for a caller that stores it another way; null if there is none. */
    public byte @Nullable [] take(byte[] key) {
        Row row = rows.remove(key);
        return row == null ? null : row.value();
    }

    /** Writes the draft into the one below it. */
    public void applyTo(RowDraft target) {
        target.rows.putAll(rows);
    }

    /** Adds the draft to a batch, in key order. */
    public void addTo(JournalBatch batch) {
        for (Map.Entry<byte[], Row> each : rows.entrySet()) {
            byte[] value = each.getValue().value();
            if (value == null) {
                batch.delete(each.getKey());
            } else {
                batch.put(each.getKey(), value);
            }
        }
    }
}
