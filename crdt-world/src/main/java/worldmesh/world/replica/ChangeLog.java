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

    private int size;
    /** The entry of the birth that was noted last. */
    private int born = ABSENT;

    private long[] replicas = new long[LEAST];
    private long[] counters = new long[LEAST];
    private int[] components = new int[LEAST];
    private int[] starts = new int[LEAST];
    private int[] ends = new int[LEAST];
    private boolean[] cells = new boolean[LEAST];
    /** Where the entity was: its sector; or all that was noted of it at once. */
    private @Nullable Object[] places = new Object[LEAST];

    private final ByteWriter bytes = new ByteWriter(1024);
    /** Values that may be large, or are dear to make, are noted once. */
    private final Set<Large> large = new HashSet<>();

    /** Texts and lists say themselves what is done to them. */
    private final List<SequenceCell> followed = new ArrayList<>();

    private record Large(EntityId entity, int component) {}

    void reset() {
        Arrays.fill(places, 0, size, null);
        size = 0;
        born = ABSENT;
        bytes.reset();
        large.clear();
        followed.forEach(SequenceCell::unfollow);
        followed.clear();
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    private int add(long replica, long counter, @Nullable Object place) {
        if (size == replicas.length) {
            int more = 2 * size;
            replicas = Arrays.copyOf(replicas, more);
            counters = Arrays.copyOf(counters, more);
            components = Arrays.copyOf(components, more);
            starts = Arrays.copyOf(starts, more);
            ends = Arrays.copyOf(ends, more);
            cells = Arrays.copyOf(cells, more);
            places = Arrays.copyOf(places, more);
        }
        replicas[size] = replica;
        counters[size] = counter;
        cells[size] = false;
        places[size] = place;
        return size++;
    }

    /** A cell of an entity that lives in this sector and that no other one knows. */
    void cell(SectorState state, int slot, int component) {
        if (isOfLastBorn(state, slot)) {
            return;
        }
        boolean object = state.holdsObjects(component);
        SequenceCell sequence = object && state.peek(slot, component) instanceof SequenceCell found ? found : null;
        boolean again = sequence != null && sequence.isFollowed();
        if (again || (object && !isFirst(state.entity(slot), component))) {
            return;
        }
        int at = add(state.replica(slot), state.counter(slot), state.id());
        cells[at] = true;
        components[at] = component;
        if (sequence != null) {
            sequence.follow();
            starts[at] = followed.size();
            ends[at] = FOLLOWED;
            followed.add(sequence);
            return;
        }
        starts[at] = bytes.size();
        ends[at] = state.writeValue(slot, component, bytes) ? bytes.size() : ABSENT;
    }

    /** What was just born had no cells. */
    private boolean isOfLastBorn(SectorState state, int slot) {
        return born >= 0 && counters[born] == state.counter(slot) && replicas[born] == state.replica(slot);
    }

    /** True at the first time that a component of an entity is noted so. */
    boolean isFirst(EntityId entity, int component) {
        return large.add(new Large(entity, component));
    }

    /** An entity that is not alive, null, or that lives in this sector. */
    void entity(long replica, long counter, @Nullable SectorId home) {
        int at = add(replica, counter, home);
        born = home == null ? at : born;
    }

    /** All entities of a state, of which nobody had heard. */
    void first(SectorState state) {
        add(0, 0, state);
    }

    /** Anything else, noted already. */
    void noted(EntityId entity, ChangeCollector.Before before) {
        add(entity.replica(), entity.counter(), before);
    }

    EntityId entity(int entry) {
        return new EntityId(replicas[entry], counters[entry]);
    }

    @Nullable Object place(int entry) {
        return places[entry];
    }

    /** The component of a cell. */
    int component(int entry) {
        return components[entry];
    }

    /** True if the entry is about a cell. */
    boolean isCell(int entry) {
        return cells[entry];
    }

    /** The text or list that says itself what was done to it, null if the entry is about no such. */
    @Nullable SequenceCell followed(int entry) {
        return ends[entry] == FOLLOWED ? followed.get(starts[entry]) : null;
    }

    /** The value of the cell, null if it had none. */
    byte @Nullable [] value(int entry) {
        return ends[entry] == ABSENT ? null : Arrays.copyOfRange(bytes.array(), starts[entry], ends[entry]);
    }
}
