package worldmesh.world.replica;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.causal.Dot;
import worldmesh.world.component.Row;
import worldmesh.world.crdt.Cell;
import worldmesh.world.crdt.DotMap;
import worldmesh.world.crdt.DotSet;
import worldmesh.world.delta.OpBuffer;
import worldmesh.world.delta.OpKind;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Resident;
import worldmesh.world.state.SectorState;
import worldmesh.world.trust.Grant;

/**
 * The edits that columns say, as numbers and bytes: the one way of records and of primitives. They go to the open
 * window's columns and to those of the state, and make no object unless the entity is one of which several sectors
 * speak. An entity is located first, then changed. Not thread-safe.
 */
final class ColumnEdits {
    private static final int NEVER = -1;

    private final WorldBook book;
    private final LocalEdits edits;
    private long replica;
    private long counter;
    /** Where the entity located last is, as the next one mostly is too. */
    private @Nullable SectorReplica near;

    private @Nullable SectorId home;
    /** Its slot there, -1 if it has none. */
    private int slot = SectorState.NONE;

    /** Up to when the entity is known to be plain. */
    private int plainUntil = NEVER;

    /** The window of the sector that is near, and up to when it is that. */
    private @Nullable EditWindow window;

    private int windowUntil = NEVER;

    ColumnEdits(WorldBook book, LocalEdits edits) {
        this.book = book;
        this.edits = edits;
    }

    /** Locates a living entity; an {@link IllegalStateException} if it is not alive. */
    SectorId locate(long replica, long counter) {
        boolean same = this.replica == replica && this.counter == counter;
        if (same && home != null && plainUntil == edits.turns()) {
            return home;
        }
        plainUntil = NEVER;
        this.replica = replica;
        this.counter = counter;
        if (near != null) {
            SectorState state = near.state();
            slot = same && state.isAt(slot, replica, counter) ? slot : state.slot(replica, counter);
            if (slot != SectorState.NONE && state.isAloneAndUnmoved(slot)) {
                home = state.id();
                plainUntil = edits.turns();
                return home;
            }
        }
        return locateAnywhere();
    }

    private SectorId locateAnywhere() {
        windowUntil = NEVER;
        home = book.residents().home(entity());
        if (home == null) {
            throw new IllegalStateException("entity " + entity() + " is not alive");
        }
        near = book.known(home);
        slot = near == null ? SectorState.NONE : near.state().slot(replica, counter);
        return home;
    }

    private EntityId entity() {
        return new EntityId(replica, counter);
    }

    private SectorId home() {
        if (home == null) {
            throw new IllegalStateException("no entity was located");
        }
        return home;
    }

    /** True if the entity is where it was born, unclaimed, and no other sector speaks of it. */
    boolean isPlain() {
        return near != null && slot != SectorState.NONE && near.state().isAloneAndUnmoved(slot);
    }

    /** The sector's state in which the entity is, if it is plain. */
    SectorState state() {
        if (near == null) {
            throw new IllegalStateException("no entity was located");
        }
        return near.state();
    }

    /** The slot of the entity there. */
    int slot() {
        return slot;
    }

    private EditWindow open(OpKind kind, int component, @Nullable Grant grant) {
        EditWindow window = window(grant);
        window.ops().add(kind, component, replica, counter, window.nextIndex());
        return window;
    }

    private EditWindow window(@Nullable Grant grant) {
        EditWindow before = window;
        if (before != null && grant == null && windowUntil == edits.turns() && !before.isFull()) {
            return before;
        }
        boolean plain = plainUntil == edits.turns();
        EditWindow now = edits.window(home(), grant);
        window = now;
        windowUntil = edits.turns();
        plainUntil = plain ? windowUntil : NEVER;
        return now;
    }

    private void apply(EditWindow window) {
        slot = edits.applyLast(home(), window, slot);
    }

    /** An entity is born in a sector and located there. */
    void spawn(SectorId sector, long replica, long counter, @Nullable Grant grant) {
        this.replica = replica;
        this.counter = counter;
        plainUntil = NEVER;
        SectorReplica before = near;
        SectorReplica in = near != null && near.state().id().equals(sector) ? near : book.known(sector);
        home = in == null ? sector : in.state().id();
        slot = in == null ? SectorState.NONE : in.state().slot(replica, counter);
        if (in == null || in != before) {
            windowUntil = NEVER;
        }
        apply(open(OpKind.SPAWN, 0, grant));
        near = in == null ? book.known(sector) : in;
        plainUntil = isPlain() ? edits.turns() : NEVER;
    }

    /** Sets the registers of an archetype of the entity that was just born. */
    void write(Archetype archetype) {
        for (int i = 0; i < archetype.size(); i++) {
            EditWindow window = window(null);
            Row row = archetype.row(i);
            ByteWriter value = row.encode();
            OpBuffer ops = window.ops();
            int op = ops.add(OpKind.WRITE, row.type().id(), replica, counter, window.nextIndex());
            ops.bytes(op, value.array(), 0, value.size());
            apply(window);
        }
    }

    /** Sets a register that is SHARED, or the author's by birth. */
    void write(int component, ByteWriter value) {
        EditWindow window = open(OpKind.WRITE, component, null);
        window.ops().bytes(window.ops().size() - 1, value.array(), 0, value.size());
        apply(window);
    }

    /** Adds to a counter. */
    void add(int component, long amount) {
        EditWindow window = open(OpKind.ADD, component, null);
        window.ops().amount(window.ops().size() - 1, amount);
        apply(window);
    }

    /** Adds an element to a set. */
    void include(int component, byte[] utf8, int length) {
        if (length > DotSet.MAX_ELEMENT_BYTES) {
            throw new IllegalArgumentException("an element of " + length + " bytes is longer than "
                    + DotSet.MAX_ELEMENT_BYTES + ", which is what other peers read");
        }
        EditWindow window = open(OpKind.INCLUDE, component, null);
        window.ops().bytes(window.ops().size() - 1, utf8, 0, length);
        apply(window);
    }

    /** Removes an element from a set or a key from a map, as far as it was seen. */
    void exclude(int component, byte[] utf8, int length) {
        EditWindow window = open(OpKind.EXCLUDE, component, null);
        int op = window.ops().size() - 1;
        window.ops().bytes(op, utf8, 0, length);
        if (near != null && isPlain() && !near.state().holdsObjects(component)) {
            near.state().nameSeen(slot, component, window.ops(), op);
        } else {
            for (Dot dot : seen(component, window.ops().text(op))) {
                window.ops().addDot(op, dot.replica(), dot.sequence(), dot.index());
            }
        }
        if (window.ops().dots(op) == 0) {
            window.ops().removeLast();
        } else {
            apply(window);
        }
    }

    private List<Dot> seen(int component, String element) {
        Resident resident = book.residents().resident(entity());
        Cell cell = resident == null ? null : resident.cell(component);
        return cell instanceof DotSet set
                ? set.seen(element)
                : cell instanceof DotMap map ? map.seen(element) : List.of();
    }

    /** The entity dies, of which no other sector speaks and which nobody claimed. */
    void delete(@Nullable Grant grant) {
        apply(open(OpKind.DELETE, 0, grant));
    }
}
