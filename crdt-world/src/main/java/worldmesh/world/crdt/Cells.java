package worldmesh.world.crdt;

import java.util.Map;
import java.util.TreeMap;
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

    private final TreeMap<Integer, Cell> byId = new TreeMap<>();

    /** The cell of a component, null if nothing was written to it. */
    public @Nullable Cell cell(int component) {
        return byId.get(component);
    }

    /** Puts the first state of a cell. */
    public void put(int component, Cell cell) {
        byId.put(component, cell);
    }

    /** All cells by component id, for reading only. */
    public Map<Integer, Cell> all() {
        return byId;
    }

    /** Joins another copy's cell. */
    public void join(int component, Cell other) {
        Cell mine = byId.get(component);
        if (mine == null) {
            byId.put(component, other.copy());
        } else {
            mine.join(other);
        }
    }

    /** Joins all cells of another copy. */
    public void join(Cells other) {
        other.byId.forEach(this::join);
    }

    /** An independent copy. */
    public Cells copy() {
        Cells out = new Cells();
        out.join(this);
        return out;
    }

    /** Writes all cells: id, length, state. */
    public void encode(ByteWriter out) {
        out.varint(byId.size());
        ByteWriter scratch = new ByteWriter();
        byId.forEach((id, cell) -> {
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
            boolean ordered = out.byId.isEmpty() || out.byId.lastKey() < id;
            if (cell == null || !ordered || !part.complete()) {
                in.fail();
            } else {
                out.byId.put(id, cell);
            }
        }
        return out;
    }

    private static @Nullable Cell decode(int id, ByteReader in) {
        CellKind kind = ComponentType.kindOf(id);
        if (kind == null) {
            return null;
        }
        return switch (kind) {
            case REGISTER -> Register.decode(in);
            case COUNTER -> PnCounter.decode(in);
            case ADD_WINS_SET, ENABLE_WINS_FLAG -> DotSet.decode(kind, in);
        };
    }
}
