package worldmesh.simulation.node;

import java.util.LinkedHashMap;
import java.util.Map;
import worldmesh.runtime.journal.DeltaJournal.RowVisitor;
import worldmesh.world.hash.Hash;

/** What the machines of a seed cut off their logs, which they themselves remember no more. One thread. */
public final class CutEntries {
    private final int kept;
    private final Map<Hash, Row> rows = new LinkedHashMap<>();

    @SuppressWarnings("ArrayRecordComponent")
    private record Row(byte[] key, byte[] value) {}

    /** Every machine keeps {@code kept} entries of its log. */
    public CutEntries(int kept) {
        this.kept = kept;
    }

    int kept() {
        return kept;
    }

    void add(byte[] key, byte[] value) {
        rows.putIfAbsent(Hash.of(value), new Row(key, value));
    }

    /** Visits the entries in the order they were cut off first. */
    public void each(RowVisitor visitor) {
        rows.values().forEach(row -> visitor.onRow(row.key(), row.value()));
    }

    /** How many different entries were cut off. */
    public int count() {
        return rows.size();
    }
}
