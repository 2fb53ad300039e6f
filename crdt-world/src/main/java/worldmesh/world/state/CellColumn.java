package worldmesh.world.state;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.BitWriter;
import worldmesh.world.bytes.ByteColumn;
import worldmesh.world.component.CellKind;
import worldmesh.world.component.ComponentType;
import worldmesh.world.crdt.Cell;

/**
 * The cells of one component over all entities of a sector, by slot. Each kind keeps them in arrays of its own; a
 * {@link Cell} is made of them only where somebody needs one by itself. Not thread-safe.
 */
abstract class CellColumn {
    private final int component;

    CellColumn(int component) {
        this.component = component;
    }

    /** The column of a component, by the kind in its id. */
    static CellColumn of(int component, SectorState state) {
        CellKind kind = ComponentType.kindOf(component);
        if (kind == CellKind.REGISTER) {
            return new RegisterColumn(component, state.authors(), state.reads());
        } else if (kind == CellKind.COUNTER) {
            return new CounterColumn(component, state);
        } else if (kind == CellKind.ADD_WINS_SET || kind == CellKind.ENABLE_WINS_FLAG) {
            return new SetColumn(component, kind, state.authors());
        }
        return kind == CellKind.TREE ? new TreeColumn(component) : new ObjectColumn(component);
    }

    /** The id of the component. */
    final int component() {
        return component;
    }

    /** Makes room for so many slots; asked for again and again while slots are given one after the other. */
    abstract void reserve(int slots);

    /** How long an array that has to be longer is made, so that it is not copied for each page of slots. */
    static int longer(int length, int needed) {
        return Math.max(needed, length + (length >> 1));
    }

    /** True if something was written to the component. */
    abstract boolean has(int slot);

    /** Reads something of what a change of the cell would read, so that it is near when it is changed. */
    long look(int slot) {
        return 0;
    }

    /** The cell by itself, null if nothing was written; changing it changes nothing here. */
    abstract @Nullable Cell cell(int slot);

    /** The cell for reading only, until the next change; null if nothing was written. */
    @Nullable Cell peek(int slot) {
        return cell(slot);
    }

    /** Joins a cell of the kind. */
    abstract void join(int slot, Cell other);

    /** Forgets the cell. */
    abstract void drop(int slot);

    /** Forgets of the cell what no write above a cut needs: what tells writes below it apart. */
    void settle(int slot, SettledBelow cut) {}

    /** How much of the cell a cut would let it forget: stamps and exclusions that are not settled. */
    int unsettled(int slot) {
        return 0;
    }

    /** The greatest clock in the cell. */
    abstract long newestClock(int slot);

    /** Appends the value as the component's record encodes it. */
    abstract void writeValue(int slot, ByteWriter out);

    /** True if the columns of a snapshot say all of the cell. */
    abstract boolean fits(int slot, Places places);

    /** Writes the cells of these slots, which all have one that fits: docs/wire-world.md, "Snapshot". */
    abstract void encode(int[] slots, Places places, BitWriter out);

    /** Reads cells into slots that have none; what is read of malformed bits is meaningless. */
    abstract void decode(int[] slots, Places places, ByteColumn.Budget budget, BitReader in);
}
