package worldmesh.world.state;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.LongPredicate;
import org.agrona.collections.Object2IntHashMap;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.Dot;
import worldmesh.world.causal.Stamp;
import worldmesh.world.crdt.Cell;
import worldmesh.world.crdt.Register;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sync.sketch.SketchEncoder;
import worldmesh.world.sync.sketch.SketchKey;

/**
 * The state of a sector as a set of hashes under a key: one for each cell with its state, one for where an entity is
 * and whose, one for each run of the dead and each op of a later version. Equal states give equal sets. What it
 * remembers of the state is where each hash came from, also of those that are gone since. Not thread-safe.
 */
public final class StateItems {
    private static final byte PLACE = 0;
    private static final byte CELL = 1;
    private static final byte DEAD = 2;
    private static final byte DEFERRED = 3;

    private final SketchKey key;
    private final ByteWriter bytes = new ByteWriter(256);
    private long[] hashes = new long[256];
    private EntityId[] entities = new EntityId[256];
    private int[] components = new int[256];
    private byte[] kinds = new byte[256];
    private int count;
    private int restFrom;
    private int restEnd;

    /** Where the items of an entity's copy begin; made when the state is first followed. */
    private @Nullable Object2IntHashMap<EntityId> copies;

    private StateItems(SketchKey key) {
        this.key = key;
    }

    /** The items of a state as it is now. */
    public static StateItems of(SectorState state, SketchKey key) {
        StateItems out = new StateItems(key);
        for (int slot : state.slots()) {
            out.addCopy(state, slot);
        }
        out.addRest(state);
        return out;
    }

    /** What is of no living entity. */
    private void addRest(SectorState state) {
        restFrom = count;
        state.dead().each((creator, trust, list) -> addDead(state.authors().id(creator), trust, list));
        state.deferred().forEach((dot, op) -> {
            ByteWriter item = begin(idOf(dot), DEFERRED);
            add(item.varint(dot.index()).block(op.array()), idOf(dot), DEFERRED, dot.index());
        });
        restEnd = count;
    }

    /**
     * Follows the state to what it is now, where no other copies changed than those of these entities, and a sketch of
     * the items with it. Costs what changed, and the runs of the dead.
     */
    public void follow(SectorState now, Collection<EntityId> changed, SketchEncoder sketch) {
        Object2IntHashMap<EntityId> at = copies == null ? index() : copies;
        copies = at;
        for (EntityId entity : changed) {
            int from = at.removeKey(entity);
            for (int i = from; i >= 0 && isOfCopy(i, from, entity); i++) {
                sketch.remove(i);
            }
            int slot = now.slot(entity);
            if (slot != SectorState.NONE) {
                at.put(entity, count);
                addCopy(now, slot, sketch);
            }
        }
        int from = restFrom;
        int end = restEnd;
        int mark = count;
        addRest(now);
        if (Arrays.equals(hashes, from, end, hashes, mark, count)) {
            count = mark;
            restFrom = from;
            restEnd = end;
            return;
        }
        for (int i = from; i < end; i++) {
            sketch.remove(i);
        }
        for (int i = mark; i < count; i++) {
            sketch.add(hashes[i]);
        }
    }

    private void addCopy(SectorState now, int slot, SketchEncoder sketch) {
        int mark = count;
        addCopy(now, slot);
        for (int i = mark; i < count; i++) {
            sketch.add(hashes[i]);
        }
    }

    private Object2IntHashMap<EntityId> index() {
        Object2IntHashMap<EntityId> out = new Object2IntHashMap<>(SectorState.NONE);
        for (int i = 0; i < count; i++) {
            if (kinds[i] == PLACE) {
                out.put(entities[i], i);
            }
        }
        return out;
    }

    /** The items of a copy follow one another: where it is, then its cells. */
    private boolean isOfCopy(int at, int from, EntityId entity) {
        return at < count && (at == from || kinds[at] == CELL) && entities[at].equals(entity);
    }

    /** A dot is kept in the fields of an entity's id. */
    private static EntityId idOf(Dot dot) {
        return new EntityId(dot.replica(), dot.sequence());
    }

    private void addCopy(SectorState state, int slot) {
        EntityId entity = state.entity(slot);
        ByteWriter place = begin(entity, PLACE);
        state.placement(slot).encode(place);
        add(place, entity, PLACE, 0);
        state.cells(slot).each((component, cell) -> {
            ByteWriter item = begin(entity, CELL).i32(component);
            cell.encode(item);
            add(item, entity, CELL, component);
        });
    }

    /** An item for each run of dead serial numbers: the id of its first, and its end in the bytes. */
    private void addDead(long replica, int trust, DeadRuns.List list) {
        for (int run = 0; run < list.count(); run++) {
            EntityId first = new EntityId(replica, list.first(run) << 2 | trust);
            add(begin(first, DEAD).varint(list.last(run) - list.first(run)), first, DEAD, 0);
        }
    }

    private ByteWriter begin(EntityId entity, byte kind) {
        return bytes.reset().i64(entity.replica()).i64(entity.counter()).u8(kind);
    }

    private void add(ByteWriter item, EntityId entity, byte kind, int component) {
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * count);
            entities = Arrays.copyOf(entities, 2 * count);
            components = Arrays.copyOf(components, 2 * count);
            kinds = Arrays.copyOf(kinds, 2 * count);
        }
        hashes[count] = key.hash(item.array(), 0, item.size());
        entities[count] = entity;
        components[count] = component;
        kinds[count++] = kind;
    }

    /** All hashes; a copy. */
    public long[] hashes() {
        return Arrays.copyOf(hashes, count);
    }

    /**
     * What a state that only grew since says where the wanted items are, and all it says of the entities that changed
     * meanwhile. Left out is what somebody has who knows {@code theirs}. The part claims to be as new as the state.
     */
    public SectorState part(SectorState now, LongPredicate wanted, Collection<EntityId> changed, SectorState theirs) {
        SectorState out = now.outline();
        for (int i = 0; i < count; i++) {
            if (wanted.test(hashes[i])) {
                take(i, now, theirs, out);
            }
        }
        for (EntityId entity : changed) {
            int slot = now.slot(entity);
            if (now.isDead(entity)) {
                out.kill(entity);
            } else if (slot != SectorState.NONE) {
                int given = out.touch(entity);
                out.place(given, now.placement(slot));
                out.join(given, now.cells(slot));
            }
        }
        return out;
    }

    private void take(int item, SectorState now, SectorState theirs, SectorState out) {
        EntityId entity = entities[item];
        if (kinds[item] == DEFERRED) {
            Dot dot = new Dot(entity.replica(), entity.counter(), components[item]);
            Payload op = now.deferred().get(dot);
            if (op != null) {
                out.defer(dot, op);
            }
            return;
        }
        if (kinds[item] == DEAD) {
            int trust = (int) (entity.counter() & (DeadRuns.TRUSTS - 1));
            now.dead()
                    .run(
                            entity.replica(),
                            entity.counter(),
                            (first, last) -> out.bury(entity.replica(), trust, first, last));
            return;
        }
        int slot = now.slot(entity);
        if (slot == SectorState.NONE) {
            out.kill(entity);
        } else if (kinds[item] == PLACE) {
            out.place(out.touch(entity), now.placement(slot));
        } else {
            Cell cell = now.cell(slot, components[item]);
            if (cell != null && !(now.isUnmoved(slot) && isKnown(cell, theirs))) {
                int given = out.touch(entity);
                out.place(given, now.placement(slot));
                out.touchColumn(components[item]).join(given, cell);
            }
        }
    }

    /** True if the register was written by a batch that is part of the other state. */
    private static boolean isKnown(@Nullable Cell cell, SectorState theirs) {
        if (!(cell instanceof Register register) || register.stamp().clock() == 0) {
            return false;
        }
        Stamp stamp = register.stamp();
        return Long.compareUnsigned(stamp.clock(), theirs.clock(stamp.replica())) <= 0;
    }
}
