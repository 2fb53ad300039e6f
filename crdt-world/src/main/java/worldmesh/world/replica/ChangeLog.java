package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.crdt.SequenceCell;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.SectorState;

/**
 * What entities and cells looked like before they were changed, as numbers and bytes: nothing is made of it until
 * somebody asks what is different. Used again and again; not thread-safe.
 */
final class ChangeLog {
    private static final int ABSENT = -1;
    private static final int FOLLOWED = -2;
    private static final int LEAST = 64;

    /** Of each entry, side by side: the entity, then what it is about, then where its bytes are. */
    private static final int ENTRY = 4;

    private static final int COUNTER = 1;
    private static final int ABOUT = 2;
    private static final int BYTES = 3;
    private static final int NOWHERE = 0;
    private static final long LOW = 0xFFFF_FFFFL;

    private int size;
    /** The slot and sector of the birth that was noted last. */
    private int born = ABSENT;

    private @Nullable SectorState bornIn;

    private long[] entries = new long[LEAST * ENTRY];
    /** Where entities were: their sectors; or all that was noted of one at once. Nobody was at the first. */
    private @Nullable Object[] places = new Object[8];

    private int placeCount = 1;

    private final ByteWriter bytes = new ByteWriter(1024);
    /** Values that may be large, or are dear to make, are noted once. */
    private final Set<Large> large = new HashSet<>();

    /** Texts and lists say themselves what is done to them. */
    private final List<SequenceCell> followed = new ArrayList<>();

    private record Large(EntityId entity, int component) {}

    void reset() {
        Arrays.fill(places, 0, placeCount, null);
        placeCount = 1;
        size = 0;
        born = ABSENT;
        bornIn = null;
        bytes.reset();
        if (!large.isEmpty()) {
            large.clear();
        }
        if (!followed.isEmpty()) {
            followed.forEach(SequenceCell::unfollow);
            followed.clear();
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** Adds an entry about an entity as a whole. */
    private void add(long replica, long counter, @Nullable Object place) {
        add(replica, counter, place(place), 0);
    }

    /** A cell of a component is told from the entity as a whole by the lowest bit. */
    private void add(long replica, long counter, int place, long component) {
        if (size * ENTRY == entries.length) {
            entries = Arrays.copyOf(entries, 2 * entries.length);
        }
        int at = ENTRY * size++;
        entries[at] = replica;
        entries[at + COUNTER] = counter;
        entries[at + ABOUT] = component << 32 | (long) place << 1;
    }

    /** Mostly the same sector again. */
    private int place(@Nullable Object place) {
        if (place == null) {
            return NOWHERE;
        }
        if (place.equals(places[placeCount - 1])) {
            return placeCount - 1;
        }
        if (placeCount == places.length) {
            places = Arrays.copyOf(places, 2 * placeCount);
        }
        places[placeCount] = place;
        return placeCount++;
    }

    /** A cell of an entity that lives in this sector and that no other one knows. */
    void cell(SectorState state, int slot, long replica, long counter, int component) {
        // What was just born had no cells.
        if (isNewborn(state, slot)) {
            return;
        }
        int start = bytes.size();
        int written = state.writeSmall(slot, component, bytes);
        if (written == SectorState.LARGE) {
            object(state, slot, component);
            return;
        }
        int at = cell(replica, counter, state.id(), component);
        int end = written == SectorState.NONE ? ABSENT : bytes.size();
        entries[at + BYTES] = (long) start << 32 | (end & LOW);
    }

    private int cell(long replica, long counter, SectorId home, int component) {
        add(replica, counter, place(home), component);
        int at = ENTRY * (size - 1);
        entries[at + ABOUT] |= 1;
        return at;
    }

    private void object(SectorState state, int slot, int component) {
        SequenceCell sequence = state.peek(slot, component) instanceof SequenceCell found ? found : null;
        if ((sequence != null && sequence.isFollowed()) || !isFirst(state.entity(slot), component)) {
            return;
        }
        int at = cell(state.replica(slot), state.counter(slot), state.id(), component);
        int start = sequence == null ? bytes.size() : followed.size();
        int end = FOLLOWED;
        if (sequence != null) {
            sequence.follow();
            followed.add(sequence);
        } else {
            end = state.writeValue(slot, component, bytes) ? bytes.size() : ABSENT;
        }
        entries[at + BYTES] = (long) start << 32 | (end & LOW);
    }

    /** True at the first time that a component of an entity is noted so. */
    boolean isFirst(EntityId entity, int component) {
        return large.add(new Large(entity, component));
    }

    /** The entity at a slot of any state, of which nobody had heard. */
    void unheard(SectorState state, int slot) {
        add(state.replica(slot), state.counter(slot), null);
    }

    /** An entity that is born at this slot of a state. */
    void birth(SectorState state, int slot) {
        add(state.replica(slot), state.counter(slot), null);
        born = slot;
        bornIn = state;
    }

    /** True if what was born last is at this slot. */
    boolean isNewborn(SectorState state, int slot) {
        return slot == born && state == bornIn;
    }

    /** An entity that dies there: others may be given the slot. */
    void death(SectorState state, int slot) {
        add(state.replica(slot), state.counter(slot), state.id());
        born = ABSENT;
    }

    /** All entities of a state, of which nobody had heard. */
    void first(SectorState state) {
        add(0, 0, state);
    }

    /** Anything else, noted already. */
    void noted(EntityId entity, ChangeCollector.Before before) {
        add(entity.replica(), entity.counter(), before);
        born = ABSENT;
    }

    EntityId entity(int entry) {
        return new EntityId(entries[ENTRY * entry], entries[ENTRY * entry + COUNTER]);
    }

    @Nullable Object place(int entry) {
        return places[(int) entries[ENTRY * entry + ABOUT] >>> 1];
    }

    /** The component of a cell. */
    int component(int entry) {
        return (int) (entries[ENTRY * entry + ABOUT] >>> 32);
    }

    /** True if the entry is about a cell. */
    boolean isCell(int entry) {
        return (entries[ENTRY * entry + ABOUT] & 1) != 0;
    }

    private int start(int entry) {
        return (int) (entries[ENTRY * entry + BYTES] >>> 32);
    }

    private int end(int entry) {
        return (int) entries[ENTRY * entry + BYTES];
    }

    /** The text or list that says itself what was done to it, null if the entry is about no such. */
    @Nullable SequenceCell followed(int entry) {
        return end(entry) == FOLLOWED ? followed.get(start(entry)) : null;
    }

    /** The value of the cell, null if it had none. */
    byte @Nullable [] value(int entry) {
        return end(entry) == ABSENT ? null : Arrays.copyOfRange(bytes.array(), start(entry), end(entry));
    }
}
