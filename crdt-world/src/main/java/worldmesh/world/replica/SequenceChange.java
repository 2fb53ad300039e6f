package worldmesh.world.replica;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.world.bytes.Payload;
import worldmesh.world.component.CellKind;
import worldmesh.world.component.ComponentType;
import worldmesh.world.crdt.SequenceCell;
import worldmesh.world.crdt.sequence.Splice;
import worldmesh.world.crdt.sequence.Splices;
import worldmesh.world.crdt.sequence.TextUnits;
import worldmesh.world.crdt.sequence.Units;
import worldmesh.world.crdt.sequence.ValueUnits;

/** What was done to a text or list; what it was and is can be made of that as long as it stays. Not thread-safe. */
final class SequenceChange {
    private final ComponentType<?> type;
    private final SequenceCell cell;
    private final List<Splice> splices;
    private final int edits;
    private boolean made;
    private @Nullable Record before;
    private @Nullable Record after;

    SequenceChange(ComponentType<?> type, SequenceCell cell) {
        this.type = type;
        this.cell = cell;
        this.splices = cell.splices();
        this.edits = cell.edits();
    }

    /** True if nothing is different after all. */
    boolean isVoid() {
        return Splices.areVoid(cell.sequence(), splices);
    }

    List<Splice> splices() {
        return splices;
    }

    @Nullable Record before() {
        keep();
        return before;
    }

    @Nullable Record after() {
        keep();
        return after;
    }

    void keep() {
        if (made) {
            return;
        }
        if (cell.edits() != edits) {
            throw new IllegalStateException("what a text or list was and is must be asked for before the next change"
                    + " of it; ask for its edits instead");
        }
        made = true;
        after = cell.view(type);
        Payload was = SequenceCell.value(Splices.undone(cell.sequence().seen(), splices));
        before = type.codec().decode(was.array());
    }

    /** What two values differ by. */
    static List<Splice> splices(ComponentType<?> type, @Nullable Record before, @Nullable Record after) {
        return Splices.between(units(type, before), units(type, after));
    }

    private static <T extends Record> Units units(ComponentType<T> type, @Nullable Record value) {
        if (value == null) {
            return type.kind() == CellKind.LIST ? ValueUnits.of(List.of()) : TextUnits.of("");
        }
        ByteReader in = new ByteReader(type.codec().encode(type.type().cast(value)));
        return type.kind() == CellKind.LIST ? ValueUnits.read(in) : TextUnits.of(in.text(in.remaining()));
    }
}
