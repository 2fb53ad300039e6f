package worldmesh.authority.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.row.RowReader;
import worldmesh.authority.validate.EffectTarget;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;

/**
 * The auditor's CRITICAL world with the effects of an entry's commands over it, and the ops they must have led to. The
 * replica below is not changed. Used for one entry.
 */
final class EntryWorld implements EffectTarget {
    private final Replica replica;
    private final RowReader rows;
    private final PeerId holder;
    private final Deque<EntityId> names;
    private final Map<EntityId, Map<Class<?>, Record>> written = new TreeMap<>();
    private final TreeSet<EntityId> born = new TreeSet<>();
    private final TreeSet<EntityId> dead = new TreeSet<>();
    private final List<ExpectedOp> expected = new ArrayList<>();

    /** What was committed before, of those that were asked for: most commands of an entry look at the same. */
    private final Map<Class<?>, Map<EntityId, Optional<Record>>> before = new HashMap<>();

    /** The names of those born in the entry are its holder's choice. */
    EntryWorld(Replica replica, RowReader rows, PeerId holder, List<EntityId> names) {
        this.replica = replica;
        this.rows = rows;
        this.holder = holder;
        this.names = new ArrayDeque<>(names);
    }

    List<ExpectedOp> expected() {
        return expected;
    }

    /** What this entry decided about the entity's life, null if nothing. */
    @Nullable Boolean decidedLife(EntityId entity) {
        if (dead.contains(entity)) {
            return false;
        }
        return born.contains(entity) ? true : null;
    }

    <T extends Record> @Nullable T critical(EntityId entity, Class<T> type) {
        Map<Class<?>, Record> values = written.get(entity);
        Record value = values == null ? null : values.get(type);
        return value == null ? committed(entity, type) : type.cast(value);
    }

    private <T extends Record> @Nullable T committed(EntityId entity, Class<T> type) {
        Optional<Record> value = before.computeIfAbsent(type, id -> new HashMap<>())
                .computeIfAbsent(entity, id -> Optional.ofNullable(find(id, type)));
        return value.map(type::cast).orElse(null);
    }

    /** Who is dead here may have died after the entry was made. */
    private <T extends Record> @Nullable T find(EntityId entity, Class<T> type) {
        T shown = replica.peek(entity, type);
        return shown == null ? CriticalRows.value(rows, entity, replica.schema().type(type)) : shown;
    }

    /** The component of those the entry says to be alive, by entity. */
    <T extends Record> void eachCritical(Class<T> type, Set<EntityId> alive, BiConsumer<EntityId, T> visitor) {
        TreeMap<EntityId, T> all = new TreeMap<>();
        for (EntityId entity : alive) {
            T value = committed(entity, type);
            if (value != null) {
                all.put(entity, value);
            }
        }
        written.forEach((entity, values) -> {
            Record value = values.get(type);
            if (value != null && alive.contains(entity)) {
                all.put(entity, type.cast(value));
            }
        });
        all.forEach(visitor);
    }

    /** Only asked about entities that the rehearsal found alive. */
    @Override
    public boolean exists(EntityId entity) {
        return !dead.contains(entity);
    }

    @Override
    public EntityId spawnAs(PeerId owner, SectorId sector, List<Record> components) {
        EntityId name = names.poll();
        if (name == null) {
            throw new UndeclaredReadException("an entity that is born is in no batch");
        }
        born.add(name);
        expected.add(new ExpectedOp.Birth(name, sector));
        components.forEach(value -> expected.add(new ExpectedOp.Value(name, value, 0)));
        if (!owner.equals(holder)) {
            expected.add(new ExpectedOp.Owner(name, owner));
        }
        return name;
    }

    @Override
    public void delete(EntityId entity) {
        dead.add(entity);
        expected.add(new ExpectedOp.Death(entity));
    }

    @Override
    public void put(EntityId entity, Record value) {
        expected.add(new ExpectedOp.Value(entity, value, 0));
    }

    @Override
    public void putCritical(EntityId entity, Record value, long epoch, long index) {
        written.computeIfAbsent(entity, id -> new LinkedHashMap<>()).put(value.getClass(), value);
        expected.add(new ExpectedOp.Value(entity, value, index));
    }

    @Override
    public void transfer(EntityId entity, PeerId newOwner) {
        expected.add(new ExpectedOp.Owner(entity, newOwner));
    }
}
