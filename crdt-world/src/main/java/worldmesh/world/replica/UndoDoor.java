package worldmesh.world.replica;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.Dot;
import worldmesh.world.component.CellKind;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.crdt.Cell;
import worldmesh.world.crdt.DotMap;
import worldmesh.world.crdt.DotSet;
import worldmesh.world.crdt.GridCells;
import worldmesh.world.crdt.Register;
import worldmesh.world.crdt.sequence.EditLog;
import worldmesh.world.crdt.sequence.Sequence;
import worldmesh.world.delta.Op;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Resident;

/** What an {@link UndoStack} reads and writes of its replica: as its own edits and by their rules. Not thread-safe. */
final class UndoDoor {
    private final Schema schema;
    private final long self;
    private final Replica replica;
    private final EntityEdits entities;
    private final SequenceEdits sequences;
    private final LocalEdits edits;

    UndoDoor(Replica replica, EntityEdits entities, SequenceEdits sequences, LocalEdits edits) {
        this.schema = replica.schema();
        this.self = replica.self().replica();
        this.replica = replica;
        this.entities = entities;
        this.sequences = sequences;
        this.edits = edits;
    }

    /** One thing that a write replaces as a whole: a register, an element or key of a cell, or a tile. */
    record Slot(EntityId entity, int component, String part, int tile) {}

    /**
     * What a slot shows: by which write, null for none, and the value, null for none. Of an element the write is this
     * replica's own inclusion, and {@code seen} are all.
     */
    record Held(@Nullable Object mark, @Nullable Object value, List<Dot> seen) {
        static final Held NOTHING = new Held(null, null, List.of());
    }

    long self() {
        return self;
    }

    boolean isOpen() {
        return !edits.isRecording();
    }

    /** What is edited until the next call has a stamp of its own. */
    void separate() {
        edits.close();
    }

    void recordTo(@Nullable Consumer<Op> recorder) {
        edits.recordTo(recorder);
    }

    boolean lives(EntityId entity) {
        return replica.exists(entity);
    }

    SectorId sectorOf(EntityId entity) {
        return replica.sectorOf(entity);
    }

    @Nullable ComponentType<?> type(int component) {
        return schema.component(component);
    }

    private @Nullable Cell cell(EntityId entity, int component) {
        Resident resident = replica.book.residents().resident(entity);
        return resident == null ? null : resident.cell(component);
    }

    Held read(Slot slot) {
        Cell cell = cell(slot.entity(), slot.component());
        if (cell instanceof Register register) {
            return new Held(register.stamp(), register.value(), List.of());
        } else if (cell instanceof DotSet set) {
            List<Dot> seen = set.seen(slot.part());
            return new Held(own(seen), seen.isEmpty() ? null : slot.part(), seen);
        } else if (cell instanceof DotMap map) {
            return new Held(map.winner(slot.part()), map.value(slot.part()), map.seen(slot.part()));
        } else if (cell instanceof GridCells grid) {
            return new Held(grid.winner(slot.tile()), grid.tile(slot.tile()), List.of());
        }
        return Held.NOTHING;
    }

    private @Nullable Dot own(List<Dot> seen) {
        for (Dot dot : seen) {
            if (dot.replica() == self) {
                return dot;
            }
        }
        return null;
    }

    /** True if this peer may write the component of a living entity. */
    boolean mayWrite(EntityId entity, ComponentType<?> type) {
        return switch (type.trust()) {
            case SHARED -> true;
            case OWNED, FIXED -> Objects.equals(replica.self().peer(), replica.writer(entity, type));
            case CRITICAL -> false;
        };
    }

    void put(EntityId entity, Record value) {
        entities.put(entity, value);
    }

    /** Writes bytes that no record of this program says in full. */
    void restore(EntityId entity, ComponentType<?> type, Payload value) {
        entities.restore(entity, type, value);
    }

    void add(EntityId entity, ComponentType<?> type, long amount) {
        entities.add(entity, type.type(), amount);
    }

    void include(Slot slot, ComponentType<?> type) {
        entities.include(slot.entity(), type.type(), type.kind(), slot.part());
    }

    /** Takes back what this replica itself said of an element or key, and nothing of others. */
    void exclude(Slot slot) {
        Dot own = own(read(slot).seen());
        if (own != null) {
            edits.edit(
                    sectorOf(slot.entity()),
                    new Op.Exclude(slot.entity(), slot.component(), slot.part(), List.of(own)),
                    null);
        }
    }

    void bind(Slot slot, ComponentType<?> type, String value) {
        entities.bind(slot.entity(), type.type(), slot.part(), value);
    }

    void paint(EntityId entity, ComponentType<?> type, EntityEdits.Span span, int tile) {
        entities.paint(entity, type.type(), span, tile);
    }

    /** The text or list as it is seen; for reading only. */
    Sequence text(EntityId entity, ComponentType<?> type) {
        return sequences.seen(entity, type);
    }

    void editText(EntityId entity, ComponentType<?> type, TextPlan plan) {
        sequences.plan(entity, type, plan);
    }

    /** Notes edits of a text or list in a log. */
    interface TextPlan {
        /** Changes nothing but the log. */
        void plan(Sequence text, EditLog log);
    }

    static boolean isSlotted(CellKind kind) {
        return switch (kind) {
            case REGISTER, ADD_WINS_SET, ADD_WINS_MAP, ENABLE_WINS_FLAG, TILES -> true;
            case COUNTER, MAX, MIN, BOUNDED_COUNTER, TEXT, LIST, TREE -> false;
        };
    }
}
