package worldmesh.world.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.BitWriter;
import worldmesh.world.bytes.ByteColumn;
import worldmesh.world.crdt.Cell;
import worldmesh.world.crdt.Cells;

/** Cells of the kinds that few entities have and whose inside no columns can say: grids, maps, stocks, extrema. */
class ObjectColumn extends CellColumn {
    private static final int MAX_CELL_BYTES = 16 << 20;

    private @Nullable Cell[] cells = new Cell[0];

    ObjectColumn(int component) {
        super(component);
    }

    @Override
    void reserve(int slots) {
        if (slots > cells.length) {
            cells = Arrays.copyOf(cells, longer(cells.length, slots));
        }
    }

    @Override
    boolean has(int slot) {
        return cells[slot] != null;
    }

    /** The cell itself, which ops change; made if there is none. */
    <C extends Cell> C touch(int slot, Class<C> type, Supplier<C> fresh) {
        Cell found = cells[slot];
        if (!type.isInstance(found)) {
            found = fresh.get();
            cells[slot] = found;
        }
        return type.cast(found);
    }

    @Override
    @Nullable Cell cell(int slot) {
        Cell found = cells[slot];
        return found == null ? null : found.copy();
    }

    @Override
    @Nullable Cell peek(int slot) {
        return cells[slot];
    }

    @Override
    void join(int slot, Cell other) {
        Cell mine = cells[slot];
        if (mine == null) {
            cells[slot] = other.copy();
        } else {
            mine.join(other);
        }
    }

    @Override
    void drop(int slot) {
        cells[slot] = null;
    }

    private Cell at(int slot) {
        Cell cell = cells[slot];
        if (cell == null) {
            throw new IllegalStateException("slot " + slot + " has no cell of component " + component());
        }
        return cell;
    }

    @Override
    long newestClock(int slot) {
        Cell cell = cells[slot];
        return cell == null ? 0 : cell.newestClock();
    }

    @Override
    void writeValue(int slot, ByteWriter out) {
        out.bytes(at(slot).value().array());
    }

    @Override
    boolean fits(int slot, Places places) {
        return true;
    }

    @Override
    void encode(int[] slots, Places places, BitWriter out) {
        List<byte[]> states = new ArrayList<>(slots.length);
        for (int slot : slots) {
            ByteWriter state = new ByteWriter();
            at(slot).encode(state);
            states.add(state.toBytes());
        }
        ByteColumn.encode(states, out);
    }

    @Override
    void decode(int[] slots, Places places, ByteColumn.Budget budget, BitReader in) {
        byte[][] states = ByteColumn.decode(slots.length, MAX_CELL_BYTES, budget, in);
        for (int i = 0; i < slots.length && in.ok(); i++) {
            ByteReader part = new ByteReader(states[i]);
            Cell cell = Cells.decode(component(), part);
            if (cell == null || !part.complete()) {
                in.fail();
            } else {
                cells[slots[i]] = cell;
            }
        }
    }
}
