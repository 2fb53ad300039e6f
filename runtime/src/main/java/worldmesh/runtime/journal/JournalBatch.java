package worldmesh.runtime.journal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows to put and to delete as one atomic step, in order: of two writes to one key the later wins. Not thread-safe. */
public final class JournalBatch {
    private final List<Row> rows = new ArrayList<>();
    private long bytes;

    /** Puts {@code value} at {@code key}; neither array may be changed afterwards. */
    public JournalBatch put(byte[] key, byte[] value) {
        rows.add(new Row(key, value));
        bytes += key.length + value.length;
        return this;
    }

    /** Deletes the row at {@code key}, if there is one. */
    public JournalBatch delete(byte[] key) {
        rows.add(new Row(key, null));
        bytes += key.length;
        return this;
    }

    /** The writes in order; a null value is a delete. */
    public List<Row> rows() {
        return Collections.unmodifiableList(rows);
    }

    /** The bytes of all keys and values. */
    public long bytes() {
        return bytes;
    }

    /** True if there is nothing to write. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** One write. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Row(byte[] key, byte @Nullable [] value) {}
}
