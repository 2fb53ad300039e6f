package worldmesh.world.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The columns of a sector by their components, and for how many slots they have room. Not thread-safe. */
final class CellColumns {
    private static final int LEAST = 16;

    private final SectorState state;
    private final RecordReads reads = new RecordReads();
    private CellColumn[] columns = new CellColumn[0];
    private @Nullable CellColumn last;
    /** Edits that are applied before anybody sees a column. */
    private @Nullable PendingCells pending;

    /** It grows page by page: what is there stays where it is. */
    private int room = LEAST;

    CellColumns(SectorState state) {
        this.state = state;
    }

    /** How often registers were read as records. */
    RecordReads reads() {
        return reads;
    }

    /** Has edits applied before anybody sees a column; null if none are pending any more. */
    void await(@Nullable PendingCells edits) {
        applyPending();
        pending = edits;
    }

    private void applyPending() {
        PendingCells edits = pending;
        if (edits != null) {
            pending = null;
            edits.apply();
        }
    }

    /** All of them by component id; for reading only. */
    CellColumn[] all() {
        if (pending != null) {
            applyPending();
        }
        return columns;
    }

    /** The column of a component, null if nothing was written to it. */
    @Nullable CellColumn of(int component) {
        if (pending != null) {
            applyPending();
        }
        CellColumn found = last;
        if (found != null && found.component() == component) {
            return found;
        }
        for (CellColumn column : columns) {
            if (column.component() == component) {
                last = column;
                return column;
            }
        }
        return null;
    }

    /** The column of a component, made if there is none. */
    CellColumn touch(int component) {
        CellColumn found = of(component);
        if (found != null) {
            return found;
        }
        CellColumn fresh = CellColumn.of(component, state);
        fresh.reserve(room);
        int at = columns.length;
        columns = Arrays.copyOf(columns, at + 1);
        for (; at > 0 && columns[at - 1].component() > component; at--) {
            columns[at] = columns[at - 1];
        }
        columns[at] = fresh;
        return fresh;
    }

    /** Makes room for a slot. */
    void include(int slot) {
        if (slot >= room) {
            // Whole pages: part of one would be copied for the next slots.
            reserve(slot < SlotRows.PAGE ? 2 * slot : (slot | SlotRows.IN_PAGE) + 1);
        }
    }

    /** Makes room for so many slots. */
    void reserve(int slots) {
        if (slots > room) {
            room = slots;
            for (CellColumn column : columns) {
                column.reserve(slots);
            }
        }
    }

    /** Forgets what tells writes below a cut apart, of entities that are where they were born. */
    void settle(SettledBelow below) {
        EntityTable entities = state.table();
        for (int slot = 0; slot < entities.limit(); slot++) {
            if (entities.isUsed(slot) && state.isUnmoved(slot)) {
                for (CellColumn column : all()) {
                    column.settle(slot, below);
                }
            }
        }
    }

    /** Stamps and exclusions that are kept to tell writes apart. */
    long unsettled() {
        EntityTable entities = state.table();
        long all = 0;
        for (int slot = 0; slot < entities.limit(); slot++) {
            if (entities.isUsed(slot)) {
                for (CellColumn column : all()) {
                    all += column.unsettled(slot);
                }
            }
        }
        return all;
    }
}
