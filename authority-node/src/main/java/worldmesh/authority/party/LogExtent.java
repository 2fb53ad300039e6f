package worldmesh.authority.party;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import worldmesh.authority.row.Table;
import worldmesh.runtime.journal.DeltaJournal;

/** What of the log lies on the disk: where it begins, how many entries, how many bytes. Confined to one thread. */
final class LogExtent {
    private long first;
    private long entries;
    private long bytes;

    private LogExtent(long first) {
        this.first = first;
    }

    /** Counts the rows; {@code first} is where the log begins if there are none. */
    static LogExtent load(DeltaJournal journal, long first) {
        LogExtent extent = new LogExtent(first);
        journal.scan(Table.LOG.prefix(), (key, value) -> {
            extent.first = extent.entries == 0 ? tick(key) : Math.min(extent.first, tick(key));
            extent.added(value.length);
            return true;
        });
        return extent;
    }

    /** The tick in the key of an entry. */
    static long tick(byte[] key) {
        return ByteBuffer.wrap(key).getLong(1 + Long.BYTES);
    }

    /** No entry before this tick is on the disk. */
    long first() {
        return first;
    }

    SortedMap<String, Long> levels() {
        return new TreeMap<>(Map.of("log_entries", entries, "log_bytes", bytes));
    }

    void beginsAt(long tick) {
        first = tick;
    }

    void added(int size) {
        entries++;
        bytes += size;
    }

    void removed(int size) {
        entries--;
        bytes -= size;
    }
}
