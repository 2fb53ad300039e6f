package worldmesh.world.state;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.Dot;
import worldmesh.world.causal.HybridClock;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Element;
import worldmesh.world.component.Row;
import worldmesh.world.crdt.Cell;
import worldmesh.world.crdt.Cells;
import worldmesh.world.crdt.SequenceCell;
import worldmesh.world.delta.OpBuffer;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/**
 * The joined effect of all batches of one sector: copies of entities, the dead, and how far each replica was heard.
 * Copies are slots: their ids, where they are and the cells of each component lie in columns. Equal sets of batches
 * give equal states, whatever their order. Not thread-safe.
 */
public final class SectorState {
    /** No slot. */
    public static final int NONE = EntityTable.NONE;

    /** Instead of a size: the value may be large. */
    public static final int LARGE = -2;

    private final SectorId id;
    private final Authors authors = new Authors();
    private final EntityTable entities = new EntityTable(authors);
    private final DeadRuns dead = new DeadRuns(authors);
    private final TreeMap<Dot, Payload> deferred = new TreeMap<>();
    private final Placements places;
    private final ByteWriter scratch = new ByteWriter();
    private final CellColumns columns = new CellColumns(this);
    private @Nullable DigestTree tree;
    private long cut;

    /** How far a replica was heard: its last batch and that batch's clock. */
    public record Progress(long sequence, long clock) {}

    /** The empty state. */
    public SectorState(SectorId id) {
        this.id = id;
        this.places = new Placements(id);
    }

    /** The sector. */
    public SectorId id() {
        return id;
    }

    Authors authors() {
        return authors;
    }

    /** How often its registers were read as records. */
    public RecordReads reads() {
        return columns.reads();
    }

    EntityTable table() {
        return entities;
    }

    DeadRuns dead() {
        return dead;
    }

    /** The slot of an entity's copy, -1 if there is none here. It keeps its slot until it dies. */
    public int slot(EntityId entity) {
        return slot(entity.replica(), entity.counter());
    }

    /** The slot of an entity's copy by the numbers of its id, -1 if there is none here. */
    public int slot(long replica, long counter) {
        return entities.find(replica, counter);
    }

    /** True if the slot, which may be none or free, is that of the entity. */
    public boolean isAt(int slot, long replica, long counter) {
        return slot >= 0
                && slot < entities.limit()
                && entities.isUsed(slot)
                && entities.counter(slot) == counter
                && entities.replica(slot) == replica;
    }

    /** The entity at a slot in use. */
    public EntityId entity(int slot) {
        return new EntityId(entities.replica(slot), entities.counter(slot));
    }

    /** The creator of the entity at a slot in use. */
    public long replica(int slot) {
        return entities.replica(slot);
    }

    /** The counter of the entity at a slot in use. */
    public long counter(int slot) {
        return entities.counter(slot);
    }

    /** How many copies there are. */
    public int size() {
        return entities.size();
    }

    /** The slots in use by the ids of their entities. */
    public int[] slots() {
        return entities.inOrder();
    }

    /** The slot of an entity, made if there is none. */
    int touch(EntityId entity) {
        return touch(authors.of(entity.replica()), entity.counter());
    }

    int touch(int creator, long counter) {
        int slot = entities.find(creator, counter);
        if (slot == NONE) {
            return add(creator, counter);
        }
        note(slot);
        return slot;
    }

    /** A slot for an entity that has none. */
    int add(int creator, long counter) {
        int slot = entities.add(creator, counter);
        if (slot >= places.room()) {
            places.reserve(2 * slot);
        }
        columns.include(slot);
        note(slot);
        return slot;
    }

    /** Takes note that what lies at a slot changes; whoever changes a cell itself says so. */
    public void note(int slot) {
        if (tree != null) {
            tree.note(slot);
        }
    }

    /** The digest tree; kept up to date from the first time on that somebody asks. */
    public DigestTree tree() {
        if (tree == null) {
            tree = new DigestTree(this);
        }
        return tree;
    }

    /** Makes room for so many copies at once. */
    void reserve(int slots) {
        if (slots > places.room()) {
            entities.reserve(slots);
            places.reserve(slots);
        }
        columns.reserve(slots);
    }

    /** Has edits applied before anybody sees a cell; null if none are pending any more. */
    void await(@Nullable PendingCells edits) {
        columns.await(edits);
    }

    /** The column of a component, null if nothing was written to it. */
    @Nullable CellColumn column(int component) {
        return columns.of(component);
    }

    /** The column of a component, made if there is none. */
    CellColumn touchColumn(int component) {
        return columns.touch(component);
    }

    /** All columns by component id; for reading only. */
    CellColumn[] columns() {
        return columns.all();
    }

    /** True if the copy is of an entity that was born here, never left and was never claimed. */
    boolean isUnmoved(int slot) {
        return places.isUnmoved(slot);
    }

    /** The same, and no other sector speaks of the entity. */
    public boolean isAloneAndUnmoved(int slot) {
        return places.isAloneAndUnmoved(slot);
    }

    /** Notes whether another sector speaks of the entity. */
    void share(int slot, boolean shared) {
        places.share(slot, shared);
    }

    /** Where the entity is, as this sector knows; for reading only. */
    public Placement placement(int slot) {
        return places.at(slot);
    }

    /** The entity is born here. */
    void spawn(int slot) {
        places.spawn(slot);
    }

    /** Joins what somebody says about where it is. */
    void place(int slot, Placement said) {
        places.join(slot, said);
    }

    /** The cell of a component by itself, null if nothing was written to it. */
    public @Nullable Cell cell(int slot, int component) {
        CellColumn column = column(component);
        return column == null ? null : column.cell(slot);
    }

    /** The cell of a component for reading only, until the next change; null if nothing was written to it. */
    public @Nullable Cell peek(int slot, int component) {
        CellColumn column = column(component);
        return column == null ? null : column.peek(slot);
    }

    /** Names in an exclusion of the buffer the inclusions that hold the element it names in the set, by replica. */
    public void nameSeen(int slot, int component, OpBuffer ops, int op) {
        if (column(component) instanceof SetColumn sets) {
            sets.nameSeen(slot, ops, op);
        }
    }

    /** All slots are below this. */
    public int limit() {
        return entities.limit();
    }

    /** True if something was written to the component at a slot in use. */
    public boolean has(int slot, int component) {
        CellColumn column = column(component);
        return column != null && column.has(slot);
    }

    /** Visits the copies of entities that moved or were claimed. */
    void eachOdd(IntConsumer visitor) {
        places.eachOdd(visitor);
    }

    /** Reads the register at a slot into a row of its component; false if there is none or its bytes are no row. */
    public boolean read(int slot, Row into) {
        return column(into.type().id()) instanceof RegisterColumn registers
                && registers.has(slot)
                && registers.read(slot, into);
    }

    /** The sum of the counter at a slot, 0 if nothing was added. */
    public long sum(int slot, int component) {
        return column(component) instanceof CounterColumn counters ? counters.sum(slot) : 0;
    }

    /** True if the set at a slot holds the element, or the flag there is enabled. */
    public boolean contains(int slot, Element element) {
        return column(element.type().id()) instanceof SetColumn sets && sets.contains(slot, element.utf8());
    }

    /** True if the component's cells are objects, whose values may be large. */
    public boolean holdsObjects(int component) {
        return column(component) instanceof ObjectColumn;
    }

    /** All cells of a copy by themselves. */
    public Cells cells(int slot) {
        Cells out = new Cells();
        for (CellColumn column : columns.all()) {
            Cell cell = column.cell(slot);
            if (cell != null) {
                out.put(column.component(), cell);
            }
        }
        return out;
    }

    /** The value of a component as a record of its type, null if there is none or its bytes are not one. */
    public @Nullable Record value(int slot, ComponentType<?> type) {
        CellColumn column = column(type.id());
        if (column == null) {
            return null;
        }
        return column instanceof RegisterColumn registers ? registers.view(slot, type) : decoded(column, slot, type);
    }

    private @Nullable Record decoded(CellColumn column, int slot, ComponentType<?> type) {
        if (!column.has(slot)) {
            return null;
        }
        if (column instanceof ObjectColumn && column.peek(slot) instanceof SequenceCell text) {
            return text.view(type);
        }
        column.writeValue(slot, scratch.reset());
        return type.codec().decode(new ByteReader(scratch.array(), 0, scratch.size()));
    }

    /** Appends the bytes of a value; false, and nothing, if there is none. */
    public boolean writeValue(int slot, int component, ByteWriter out) {
        CellColumn column = column(component);
        if (column == null || !column.has(slot)) {
            return false;
        }
        column.writeValue(slot, out);
        return true;
    }

    /**
     * Appends the bytes of a value; {@link #NONE}, and nothing, if there is none, {@link #LARGE}, and nothing, if the
     * component's cells are objects; else 0.
     */
    public int writeSmall(int slot, int component, ByteWriter out) {
        CellColumn column = column(component);
        if (column == null || column instanceof ObjectColumn || !column.has(slot)) {
            return column instanceof ObjectColumn ? LARGE : NONE;
        }
        column.writeValue(slot, out);
        return 0;
    }

    /** Visits the bytes of all values of a copy by component id. */
    public void eachValue(int slot, ValueVisitor visitor) {
        for (CellColumn column : columns.all()) {
            if (column.has(slot)) {
                column.writeValue(slot, scratch.reset());
                visitor.value(column.component(), Payload.wrap(scratch.toBytes()));
            }
        }
    }

    /** Takes each value with its component id. */
    public interface ValueVisitor {
        /** One value. */
        void value(int component, Payload value);
    }

    void join(int slot, Cells cells) {
        cells.each((component, cell) -> touchColumn(component).join(slot, cell));
    }

    long newestClock(int slot) {
        long newest = places.newestClock(slot);
        for (CellColumn column : columns.all()) {
            long clock = column.newestClock(slot);
            newest = Long.compareUnsigned(clock, newest) > 0 ? clock : newest;
        }
        return newest;
    }

    /** True if the entity's death was written to this sector. */
    public boolean isDead(EntityId entity) {
        return isDead(entity.replica(), entity.counter());
    }

    boolean isDead(long replica, long counter) {
        return dead.contains(replica, counter);
    }

    void kill(EntityId entity) {
        kill(entity.replica(), entity.counter());
    }

    void kill(long replica, long counter) {
        int creator = authors.of(replica);
        int slot = dead.add(creator, counter) ? entities.find(creator, counter) : NONE;
        if (slot != NONE) {
            free(slot);
        }
    }

    void free(int slot) {
        if (tree != null) {
            tree.forget(slot);
        }
        for (CellColumn column : columns.all()) {
            column.drop(slot);
        }
        places.forget(slot);
        entities.remove(slot);
    }

    /** Adds a run of serial numbers to the dead of a state that holds no copies yet. */
    void bury(long replica, int trust, long first, long last) {
        dead.add(authors.of(replica), trust, first, last);
    }

    /** The number of the newest cut below which stamps are settled, 0 for none. */
    public long cut() {
        return cut;
    }

    /** Forgets what tells writes below the cut apart, but of entities of which another sector may have a copy. */
    public void settle(Cut by) {
        columns.settle((author, clock) -> by.settles(authors.id(author), clock));
        cut = by.number();
    }

    /** Stamps and exclusions that are kept to tell writes apart. */
    public long unsettled() {
        return columns.unsettled();
    }

    /** Runs of dead entities. */
    public long deadRuns() {
        long[] runs = new long[1];
        dead.each((creator, trust, list) -> runs[0] += list.count());
        return runs[0];
    }

    void cutAt(long number) {
        cut = number;
    }

    /** Keeps an op of a later version for peers that know it. */
    void defer(Dot dot, Payload op) {
        deferred.put(dot, op);
    }

    Map<Dot, Payload> deferred() {
        return deferred;
    }

    /** The last batch of a replica that is part of this state, 0 for none. */
    public long sequence(long replica) {
        return authors.sequence(replica);
    }

    /** The clock of that batch. */
    public long clock(long replica) {
        return authors.clock(replica);
    }

    /** All progress by unsigned replica id; a copy. */
    public SortedMap<Long, Progress> progress() {
        TreeMap<Long, Progress> out = new TreeMap<>(Long::compareUnsigned);
        for (int author : authors.heard()) {
            long replica = authors.id(author);
            out.put(replica, new Progress(sequence(replica), clock(replica)));
        }
        return out;
    }

    /** Records that a replica's batch is part of this state. */
    public void advance(long replica, long sequence, long clock) {
        authors.advance(replica, sequence, clock);
    }

    /** A state that was heard as far and cut as this one, and holds nothing. */
    public SectorState outline() {
        SectorState out = new SectorState(id);
        progress().forEach((replica, last) -> out.advance(replica, last.sequence(), last.clock()));
        out.cut = cut;
        return out;
    }

    /** The version vector. */
    public VersionVector vector() {
        return authors.vector();
    }

    /** True if nothing was ever written here. */
    public boolean isEmpty() {
        return entities.size() == 0 && dead.size() == 0 && deferred.isEmpty() && authors.heard().length == 0;
    }

    /** Raises this state to the join with another state of the same sector. */
    public void join(SectorState other) {
        StateJoin.join(this, other);
    }

    /** An independent copy. */
    public SectorState copy() {
        SectorState out = new SectorState(id);
        out.join(this);
        out.cut = cut;
        return out;
    }

    /**
     * True if a stamp in it is further ahead of world time than a clock may be: it would drag the reader's own along.
     * Never at world time 0, since a store is loaded before world time is told.
     */
    public boolean isFarAhead(long worldMillis) {
        return worldMillis > 0
                && progress().values().stream().anyMatch(last -> HybridClock.farAhead(last.clock(), worldMillis));
    }
}
