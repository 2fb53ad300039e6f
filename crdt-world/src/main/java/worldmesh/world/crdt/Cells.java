package worldmesh.world.crdt;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.component.CellKind;
import worldmesh.world.component.ComponentType;

/** The cells of one copy of an entity, by component id. Not thread-safe. */
public final class Cells {
    /** An entity of more components is better split. */
    private static final int MAX_CELLS = 1024;

    private static final int MAX_CELL_BYTES = 16 << 20;

    private static final int[] NO_IDS = new int[0];
    private static final Cell[] NO_CELLS = new Cell[0];

    /** Component ids, rising, and beside them their cells: an entity has few, so a scan beats a tree. */
    private int[] ids = NO_IDS;

    private Cell[] cells = NO_CELLS;

    /** Takes each cell with its component id. */
    public interface Visitor {
        /** One cell. */
        void cell(int component, Cell cell);
    }

    private int find(int component) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] >= component) {
                return ids[i] == component ? i : -i - 1;
            }
        }
        return -ids.length - 1;
    }

    /** The cell of a component, null if nothing was written to it. */
    public @Nullable Cell cell(int component) {
        int at = find(component);
        return at < 0 ? null : cells[at];
    }

    /** Puts the first state of a cell. */
    public void put(int component, Cell cell) {
        int at = find(component);
        if (at >= 0) {
            cells[at] = cell;
            return;
        }
        int place = -at - 1;
        int[] moreIds = Arrays.copyOf(ids, ids.length + 1);
        Cell[] moreCells = Arrays.copyOf(cells, ids.length + 1);
        System.arraycopy(ids, place, moreIds, place + 1, ids.length - place);
        System.arraycopy(cells, place, moreCells, place + 1, ids.length - place);
        moreIds[place] = component;
        moreCells[place] = cell;
        ids = moreIds;
        cells = moreCells;
    }

    /** How many components have a cell. */
    public int size() {
        return ids.length;
    }

    /** The component ids, rising; a copy. */
    public int[] components() {
        return ids.clone();
    }

    /** Visits all cells by component id, for reading only. */
    public void each(Visitor visitor) {
        for (int i = 0; i < ids.length; i++) {
            visitor.cell(ids[i], cells[i]);
        }
    }

    /** Joins another copy's cell. */
    public void join(int component, Cell other) {
        Cell mine = cell(component);
        if (mine == null) {
            put(component, other.copy());
        } else {
            mine.join(other);
        }
    }

    /** Joins all cells of another copy. */
    public void join(Cells other) {
        if (ids.length > 0) {
            other.each(this::join);
            return;
        }
        ids = other.ids.clone();
        cells = other.cells.clone();
        for (int i = 0; i < cells.length; i++) {
            cells[i] = cells[i].copy();
        }
    }

    /** An independent copy. */
    public Cells copy() {
        Cells out = new Cells();
        out.join(this);
        return out;
    }

    /** Writes all cells: id, length, state. */
    public void encode(ByteWriter out) {
        out.varint(ids.length);
        ByteWriter scratch = new ByteWriter();
        each((id, cell) -> {
            scratch.reset();
            cell.encode(scratch);
            out.i32(id).varint(scratch.size()).bytes(scratch.array(), 0, scratch.size());
        });
    }

    /** Reads what {@link #encode} wrote; cells of a kind that this version does not know fail the reader. */
    public static Cells decode(ByteReader in) {
        Cells out = new Cells();
        int count = in.count(MAX_CELLS);
        for (int i = 0; i < count && in.ok(); i++) {
            int id = in.i32();
            ByteReader part = new ByteReader(in.block(MAX_CELL_BYTES));
            Cell cell = decode(id, part);
            boolean ordered = out.ids.length == 0 || out.ids[out.ids.length - 1] < id;
            if (cell == null || !ordered || !part.complete()) {
                in.fail();
            } else {
                out.put(id, cell);
            }
        }
        return out;
    }

    /** Reads the cell of a component, null if its kind is not known. */
    public static @Nullable Cell decode(int id, ByteReader in) {
        CellKind kind = ComponentType.kindOf(id);
        if (kind == null) {
            return null;
        }
        return switch (kind) {
            case REGISTER -> Register.decode(in);
            case COUNTER -> PnCounter.decode(in);
            case ADD_WINS_SET, ENABLE_WINS_FLAG -> DotSet.decode(kind, in);
            case MAX, MIN -> Extremum.decode(kind, in);
            case BOUNDED_COUNTER -> BoundedCounter.decode(in);
            case TILES -> GridCells.decode(in);
            case ADD_WINS_MAP -> DotMap.decode(in);
            case TREE -> TreeCell.decode(in);
            case TEXT, LIST -> SequenceCell.decode(kind, in);
        };
    }
}
