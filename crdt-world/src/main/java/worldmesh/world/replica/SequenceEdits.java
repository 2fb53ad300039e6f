package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.List;
import worldmesh.world.component.CellKind;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.ElementCodec;
import worldmesh.world.component.Schema;
import worldmesh.world.crdt.Cell;
import worldmesh.world.crdt.SequenceCell;
import worldmesh.world.crdt.sequence.Author;
import worldmesh.world.crdt.sequence.EditLog;
import worldmesh.world.crdt.sequence.Sequence;
import worldmesh.world.crdt.sequence.ValueUnits;
import worldmesh.world.delta.BatchContent;
import worldmesh.world.delta.Op;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Resident;
import worldmesh.world.state.SectorState;

/**
 * Turns what a game types into texts and puts into lists into ops of this replica. An edit after the first of a window
 * goes straight into the sequence and the window's log. Not thread-safe.
 */
final class SequenceEdits {
    /** Longer texts are typed in pieces, each of which fits a batch; lists likewise, by their bytes. */
    private static final int MAX_TYPED = 4096;

    private final long replica;
    private final Schema schema;
    private final WorldBook book;
    private final LocalEdits edits;

    /** One edit of a sequence: plans it into a log, or makes it as well. */
    private interface Edit {
        void plan(Sequence sequence, EditLog log);

        void make(Sequence sequence, Author self, EditLog log);
    }

    private record Typing(int position, CharSequence text) implements Edit {
        @Override
        public void plan(Sequence sequence, EditLog log) {
            sequence.planInsert(position, text, log);
        }

        @Override
        public void make(Sequence sequence, Author self, EditLog log) {
            sequence.insert(self, position, text, log);
        }
    }

    private record Putting(int position, ValueUnits values) implements Edit {
        @Override
        public void plan(Sequence sequence, EditLog log) {
            sequence.planInsert(position, values, log);
        }

        @Override
        public void make(Sequence sequence, Author self, EditLog log) {
            sequence.insert(self, position, values, log);
        }
    }

    private record Deleting(int position, int count) implements Edit {
        @Override
        public void plan(Sequence sequence, EditLog log) {
            sequence.planDelete(position, count, log);
        }

        @Override
        public void make(Sequence sequence, Author self, EditLog log) {
            sequence.delete(position, count, log);
        }
    }

    SequenceEdits(Replica.Setup setup, WorldBook book, LocalEdits edits) {
        this.replica = setup.self().replica();
        this.schema = setup.schema();
        this.book = book;
        this.edits = edits;
    }

    private ComponentType<?> demand(Class<? extends Record> type, CellKind kind) {
        return schema.demand(type, kind);
    }

    void insertText(EntityId entity, Class<? extends Record> type, int position, CharSequence typed) {
        ComponentType<?> text = demand(type, CellKind.TEXT);
        int length = typed.length();
        for (int from = 0; from < length; from += MAX_TYPED) {
            int to = Math.min(length, from + MAX_TYPED);
            boolean whole = from == 0 && to == length;
            edit(entity, text, new Typing(position + from, whole ? typed : typed.subSequence(from, to)));
        }
    }

    void insertValues(EntityId entity, Class<? extends Record> type, int position, List<?> values) {
        ComponentType<?> list = demand(type, CellKind.LIST);
        ElementCodec elements = list.elements();
        List<byte[]> piece = new ArrayList<>();
        int at = position;
        int bytes = 0;
        for (Object value : values) {
            byte[] encoded = elements.encode(value);
            if (!piece.isEmpty() && bytes + encoded.length > MAX_TYPED) {
                edit(entity, list, new Putting(at, ValueUnits.of(piece)));
                at += piece.size();
                piece.clear();
                bytes = 0;
            }
            piece.add(encoded);
            bytes += encoded.length + 1;
        }
        if (!piece.isEmpty()) {
            edit(entity, list, new Putting(at, ValueUnits.of(piece)));
        }
    }

    void delete(EntityId entity, Class<? extends Record> type, CellKind kind, int position, int count) {
        edit(entity, demand(type, kind), new Deleting(position, count));
    }

    private void edit(EntityId entity, ComponentType<?> type, Edit edit) {
        SectorId home = home(entity);
        EditWindow window = edits.window(home, null);
        SectorReplica sector = book.known(home);
        SectorState state = sector == null ? null : sector.state();
        int slot = state == null ? SectorState.NONE : state.slot(entity);
        Op.Edit open = window.openEdit(entity, type.id());
        Cell cell = state == null || slot == SectorState.NONE ? null : state.peek(slot, type.id());
        if (open != null
                && state != null
                && cell instanceof SequenceCell sequence
                && !edits.isRecording()
                && state.isAloneAndUnmoved(slot)) {
            book.beforeCell(state, slot, entity.replica(), entity.counter(), type.id());
            int before = BatchContent.sizeBound(open);
            edit.make(sequence.sequence(), open.log().self(), open.log());
            sequence.edited();
            state.note(slot);
            window.grown(open, before);
            return;
        }
        plan(entity, type, edit::plan);
    }

    /** Edits as an op that is planned first. */
    void plan(EntityId entity, ComponentType<?> type, UndoDoor.TextPlan plan) {
        SectorId home = home(entity);
        SectorReplica sector = book.known(home);
        int slot = sector == null ? SectorState.NONE : sector.state().slot(entity);
        Cell cell = sector == null || slot == SectorState.NONE
                ? null
                : sector.state().peek(slot, type.id());
        Sequence here = cell instanceof SequenceCell found ? found.sequence() : empty(type);
        EditLog log = here.log(new Author(replica, home));
        plan.plan(seen(entity, type), log);
        if (!log.isEmpty()) {
            edits.edit(home, new Op.Edit(entity, type.id(), log), null);
        }
    }

    private SectorId home(EntityId entity) {
        SectorId home = book.residents().home(entity);
        if (home == null) {
            throw new IllegalStateException("entity " + entity + " is not alive");
        }
        return home;
    }

    /** What is seen, over all sectors that know the entity. */
    Sequence seen(EntityId entity, ComponentType<?> type) {
        Resident resident = book.residents().resident(entity);
        Cell cell = resident == null ? null : resident.cell(type.id());
        return cell instanceof SequenceCell sequence ? sequence.sequence() : empty(type);
    }

    private static Sequence empty(ComponentType<?> type) {
        return type.kind() == CellKind.LIST ? Sequence.ofValues() : new Sequence();
    }
}
