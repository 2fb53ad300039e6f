package worldmesh.authority.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.journal.JournalBatch.Row;

/**
 * The rows submitted but not yet known to be on disk, so that their writer reads what it wrote. Confined to the
 * journal's owner.
 */
final class UndurableRows {
    private final TreeMap<byte[], Entry> newest = new TreeMap<>(Arrays::compareUnsigned);
    private final ArrayDeque<Batch> batches = new ArrayDeque<>();

    /** Adds the rows of the batch with this sequence number, which is above all before. */
    void add(long sequence, List<Row> rows) {
        for (Row row : rows) {
            newest.put(row.key(), new Entry(row, sequence));
        }
        batches.add(new Batch(sequence, rows));
    }

    /** Forgets every row that no batch above {@code durable} wrote: the disk answers for it now. */
    void forget(long durable) {
        for (Batch head = batches.peek(); head != null && head.sequence <= durable; head = batches.peek()) {
            batches.remove();
            for (Row row : head.rows) {
                Entry entry = newest.get(row.key());
                if (entry != null && entry.sequence <= durable) {
                    newest.remove(row.key());
                }
            }
        }
    }

    /** The newest write to {@code key}, or null if the disk has it; a row without value is a delete. */
    @Nullable Row find(byte[] key) {
        Entry entry = newest.get(key);
        return entry == null ? null : entry.row;
    }

    /** The newest writes to keys beginning with {@code prefix}, in key order: a copy. */
    List<Row> withPrefix(byte[] prefix) {
        List<Row> found = new ArrayList<>();
        NavigableMap<byte[], Entry> tail = newest.tailMap(prefix, true);
        for (var each : tail.entrySet()) {
            if (!RocksRows.hasPrefix(each.getKey(), prefix)) {
                break;
            }
            found.add(each.getValue().row);
        }
        return found;
    }

    private record Entry(Row row, long sequence) {}

    private record Batch(long sequence, List<Row> rows) {}
}
