package worldmesh.world.replica;

import org.jspecify.annotations.Nullable;
import worldmesh.world.component.CellKind;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Element;
import worldmesh.world.component.Row;
import worldmesh.world.component.Schema;
import worldmesh.world.crdt.Cell;
import worldmesh.world.crdt.DotSet;
import worldmesh.world.crdt.PnCounter;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Resident;
import worldmesh.world.state.SectorState;

/**
 * Edits and reads of a {@link Replica} by numbers and bytes: the same ops under the same rules as those of records,
 * without an object for each. What is named is resolved once: a component by {@link #type}, the fields of a register by
 * {@link #row}, an element of a set by {@link #element}, what an entity is born with by {@link #archetype}. An entity
 * is named by the two numbers of its {@link EntityId}.
 *
 * <pre>{@code
 * PrimitiveEdits edits = replica.primitives();
 * Row place = edits.row(Place.class);                  // record Place(int x, int z)
 * int x = place.field("x"), z = place.field("z");
 * ComponentType<Health> health = edits.type(Health.class);
 * Element burning = edits.element(Tags.class, "burning");
 * Archetype orc = edits.archetype(place);
 *
 * place.set(x, 17).set(z, 4);
 * long counter = edits.spawn(sector, orc);             // the entity (replica.self().replica(), counter)
 * edits.add(replica.self().replica(), counter, health, 100);
 * edits.include(replica.self().replica(), counter, burning);
 * }</pre>
 *
 * <p>In steady state nothing is allocated for entities of which one sector alone speaks, as nearly all are, of SHARED
 * components, and of OWNED and FIXED ones that were never handed on. As with records, a wrong wish (a foreign owner, an
 * entity that is not alive, a CRITICAL component) is an {@link IllegalStateException}, a wrong argument an {@link
 * IllegalArgumentException}, and nothing changed. Confined to the replica's thread.
 */
public final class PrimitiveEdits {
    private final Schema schema;
    private final WorldBook book;
    private final EntityEdits entities;
    private final ColumnEdits columns;

    PrimitiveEdits(Replica.Setup setup, WorldBook book, EntityEdits entities) {
        this.schema = setup.schema();
        this.book = book;
        this.entities = entities;
        this.columns = entities.columns();
    }

    /** A component by its record class. */
    public <T extends Record> ComponentType<T> type(Class<T> component) {
        return schema.type(component);
    }

    /** A new row for the fields of a register. */
    public Row row(Class<? extends Record> register) {
        return Row.of(schema.type(register));
    }

    /** An element of the sets of a component. */
    public Element element(Class<? extends Record> set, String text) {
        return Element.of(schema.type(set), text);
    }

    /** What entities are born with. Without rows they are OWNED, else as strict as the strictest component. */
    public Archetype archetype(Row... rows) {
        Trust trust = rows.length == 0 ? Trust.OWNED : Trust.SHARED;
        for (Row row : rows) {
            entities.demandSettles(row.type());
            trust = entities.stricter(trust, row.type());
        }
        return new Archetype(trust, rows.clone());
    }

    /** A new entity with the values that the archetype's rows have now; answers the counter of its id. */
    public long spawn(SectorId sector, Archetype archetype) {
        long counter = entities.spawn(sector, archetype.trust(), null);
        columns.write(archetype);
        return counter;
    }

    /** Ends an entity for ever. */
    public void delete(long replica, long counter) {
        entities.delete(replica, counter);
    }

    /** Sets a register that is SHARED, or OWNED by this peer, to the values of a row. */
    public void put(long replica, long counter, Row row) {
        SectorId home = columns.locate(replica, counter);
        ComponentType<?> type = row.type();
        entities.demandSettles(type);
        if (type.trust() == Trust.SHARED || entities.isMakersOwn(replica, type)) {
            columns.write(type.id(), row.encode());
            return;
        }
        EntityId entity = new EntityId(replica, counter);
        entities.demandRight(entity, type);
        entities.write(home, entity, type, row.encode());
    }

    /**
     * Sets one field of a register, leaving the others as this peer sees them: still one write of the whole, and the
     * last one wins. The row is filled on the way. False, and nothing changed, if there is no value to change.
     */
    public boolean set(long replica, long counter, Row row, int field, long value) {
        if (!read(replica, counter, row)) {
            return false;
        }
        put(replica, counter, row.set(field, value));
        return true;
    }

    /** Adds to a counter. */
    public void add(long replica, long counter, ComponentType<?> sum, long amount) {
        demand(sum, CellKind.COUNTER);
        columns.locate(replica, counter);
        columns.add(sum.id(), amount);
    }

    /** Adds an element to a set; wins over concurrent removals, also if it was an element already. */
    public void include(long replica, long counter, Element element) {
        columns.locate(replica, counter);
        columns.include(element.type().id(), element.padded(), element.length());
    }

    /** Removes an element from a set, as far as this peer saw it there. */
    public void exclude(long replica, long counter, Element element) {
        columns.locate(replica, counter);
        columns.exclude(element.type().id(), element.padded(), element.length());
    }

    private static void demand(ComponentType<?> type, CellKind kind) {
        if (type.kind() != kind) {
            throw new IllegalArgumentException("component " + type + " is a " + type.kind() + ", not a " + kind);
        }
    }

    /** Reads a register of a living entity into a row; false if it has none, or one that no row can say. */
    public boolean read(long replica, long counter, Row into) {
        columns.locate(replica, counter);
        if (columns.isPlain()) {
            return columns.state().read(columns.slot(), into);
        }
        Cell cell = cell(replica, counter, into.type());
        byte[] value = cell == null ? null : cell.value().array();
        return value != null && into.decode(value, 0, value.length);
    }

    /** The joined cell of an entity of which several sectors speak. */
    private @Nullable Cell cell(long replica, long counter, ComponentType<?> type) {
        Resident resident = book.residents().resident(new EntityId(replica, counter));
        return resident == null ? null : resident.cell(type.id());
    }

    /** What a counter of a living entity comes to, 0 if nothing was added. */
    public long sum(long replica, long counter, ComponentType<?> sum) {
        demand(sum, CellKind.COUNTER);
        columns.locate(replica, counter);
        if (columns.isPlain()) {
            return columns.state().sum(columns.slot(), sum.id());
        }
        return cell(replica, counter, sum) instanceof PnCounter cell ? cell.sum() : 0;
    }

    /** True if a set of a living entity holds the element. */
    public boolean contains(long replica, long counter, Element element) {
        columns.locate(replica, counter);
        if (columns.isPlain()) {
            return columns.state().contains(columns.slot(), element);
        }
        return cell(replica, counter, element.type()) instanceof DotSet cell && cell.contains(element.text());
    }

    /** Takes the entities of a question one by one. */
    public interface EntityVisitor {
        /** One entity, by the numbers of its id. */
        void entity(long replica, long counter);
    }

    /** Takes what counters come to. */
    public interface SumVisitor {
        /** The sum of one entity's counter. */
        void sum(long replica, long counter, long sum);
    }

    /**
     * Visits the living entities of a sector that have the register, in no order, each after it was read into the row.
     * The world must not be changed meanwhile.
     */
    public void each(SectorId sector, Row into, EntityVisitor visitor) {
        SectorState state = state(sector);
        for (int slot = 0; state != null && slot < state.limit(); slot++) {
            if (state.isAloneAndUnmoved(slot) && state.read(slot, into)) {
                visitor.entity(state.replica(slot), state.counter(slot));
            }
        }
        book.residents().eachOddIn(sector, entity -> {
            if (read(entity.replica(), entity.counter(), into)) {
                visitor.entity(entity.replica(), entity.counter());
            }
        });
    }

    /** The same for a counter. */
    public void each(SectorId sector, ComponentType<?> sum, SumVisitor visitor) {
        demand(sum, CellKind.COUNTER);
        SectorState state = state(sector);
        for (int slot = 0; state != null && slot < state.limit(); slot++) {
            if (state.isAloneAndUnmoved(slot) && state.has(slot, sum.id())) {
                visitor.sum(state.replica(slot), state.counter(slot), state.sum(slot, sum.id()));
            }
        }
        book.residents().eachOddIn(sector, entity -> {
            if (cell(entity.replica(), entity.counter(), sum) instanceof PnCounter cell) {
                visitor.sum(entity.replica(), entity.counter(), cell.sum());
            }
        });
    }

    private @Nullable SectorState state(SectorId sector) {
        SectorReplica known = book.known(sector);
        return known == null ? null : known.state();
    }
}
