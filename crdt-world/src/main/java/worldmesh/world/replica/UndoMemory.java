package worldmesh.world.replica;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import worldmesh.world.bytes.Payload;
import worldmesh.world.component.ComponentType;
import worldmesh.world.crdt.sequence.Author;
import worldmesh.world.crdt.sequence.Units;
import worldmesh.world.entity.EntityId;

/**
 * What the steps of one {@link UndoStack} know together: whose content a slot shows, and under which ids units of text
 * are now that were typed again. Kept as long as a step speaks of it. Not thread-safe.
 */
final class UndoMemory {
    private static final Object LOST = new Object();

    private final UndoDoor door;
    private final BiConsumer<EntityId, Record> put;
    private final Map<UndoDoor.Slot, Grip> grips = new HashMap<>();
    private final Map<UnitKey, Unit> units = new HashMap<>();

    /** The content of a slot as this stack left it: by which write it shows, and which content it is. */
    private static final class Grip {
        private @Nullable Object mark = LOST;
        private Object content = LOST;
        private int uses;
    }

    private record UnitKey(EntityId entity, int component, Author author, int counter) {}

    /** A unit of a text, wherever it was typed last. */
    static final class Unit {
        private final EntityId entity;
        private final int component;
        private final Units value;
        private Author author;
        private int counter;
        private int uses;

        private Unit(UnitKey key, Units value) {
            this.entity = key.entity();
            this.component = key.component();
            this.value = value;
            this.author = key.author();
            this.counter = key.counter();
        }

        Units value() {
            return value;
        }

        Author author() {
            return author;
        }

        int counter() {
            return counter;
        }

        private UnitKey key() {
            return new UnitKey(entity, component, author, counter);
        }
    }

    UndoMemory(UndoDoor door, BiConsumer<EntityId, Record> put) {
        this.door = door;
        this.put = put;
    }

    /** Writes a value that a register had. */
    void put(EntityId entity, ComponentType<?> type, Payload value) {
        Record record = type.codec().decode(value.array());
        if (record != null && type.codec().says(record, value.array())) {
            put.accept(entity, record);
        } else {
            door.restore(entity, type, value);
        }
    }

    /** Names the content that a slot shows: the same name for what this stack left there, a new one for all else. */
    Object content(UndoDoor.Slot slot, UndoDoor.Held now) {
        Grip grip = grips.get(slot);
        return grip != null && Objects.equals(grip.mark, now.mark()) ? grip.content : new Object();
    }

    void retain(UndoDoor.Slot slot) {
        grips.computeIfAbsent(slot, key -> new Grip()).uses++;
    }

    void release(UndoDoor.Slot slot) {
        Grip grip = grips.get(slot);
        if (grip != null && --grip.uses == 0) {
            grips.remove(slot);
        }
    }

    /** The slot shows this content by this write. */
    void left(UndoDoor.Slot slot, @Nullable Object mark, Object content) {
        Grip grip = grips.get(slot);
        if (grip != null) {
            grip.mark = mark;
            grip.content = content;
        }
    }

    /** The slot does not show what was written to it. */
    void lost(UndoDoor.Slot slot) {
        left(slot, LOST, LOST);
    }

    /** The unit with this id, for one more step. */
    Unit unit(EntityId entity, int component, Author author, int counter, Units value) {
        Unit unit = units.computeIfAbsent(new UnitKey(entity, component, author, counter), key -> new Unit(key, value));
        unit.uses++;
        return unit;
    }

    void release(Unit unit) {
        if (--unit.uses == 0) {
            units.remove(unit.key());
        }
    }

    /** The unit was typed again. */
    void typedAgain(Unit unit, Author author, int counter) {
        units.remove(unit.key());
        unit.author = author;
        unit.counter = counter;
        units.put(unit.key(), unit);
    }
}
