package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.event.EntityDeletedEvent;
import worldmesh.peer.event.EntityMovedEvent;
import worldmesh.peer.event.EntitySpawnedEvent;
import worldmesh.peer.event.Event;
import worldmesh.peer.event.Origin;
import worldmesh.peer.view.CellObserver;
import worldmesh.peer.view.Observers;
import worldmesh.world.bytes.Payload;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.replica.WorldDigest;
import worldmesh.world.sector.SectorId;

/** A world built of what its observers and events tell, and nothing else. */
final class NotificationModel {
    private final Schema schema;
    private final TreeMap<EntityId, SectorId> places = new TreeMap<>();
    private final Map<EntityId, TreeMap<Integer, Record>> cells = new TreeMap<>();
    private final List<CellObserver> observers;
    private final Set<Object> toldNow = new HashSet<>();
    private final EnumSet<Origin> origins = EnumSet.noneOf(Origin.class);

    NotificationModel(Schema schema, String name) {
        this.schema = schema;
        this.observers = NotificationGame.CELLS.stream()
                .map(type -> new CellObserver(name, type, (id, old, now, origin) -> onCell(type, id, old, now, origin)))
                .toList();
    }

    void listen(Observers to) {
        observers.forEach(to::add);
    }

    void leave(Observers from) {
        observers.forEach(from::remove);
        cells.clear();
    }

    private void onCell(
            Class<? extends Record> type, EntityId id, @Nullable Record old, @Nullable Record now, Origin origin) {
        int component = schema.type(type).id();
        TreeMap<Integer, Record> row = cells.computeIfAbsent(id, entity -> new TreeMap<>());
        Record last = now == null ? row.remove(component) : row.put(component, now);
        assertTrue(Objects.equals(last, old), () -> type.getSimpleName() + " was told as " + last + ", now as " + old);
        assertTrue(!Objects.equals(old, now), () -> "told of no change of " + old);
        assertTrue(toldNow.add(List.of(id, type)), () -> "told twice in one update: " + id + " " + type);
        origins.add(origin);
    }

    void onEvent(Event event) {
        if (event instanceof EntitySpawnedEvent born) {
            assertTrue(places.put(born.entity(), born.sector()) == null, () -> "born twice: " + born);
        } else if (event instanceof EntityMovedEvent moved) {
            assertTrue(places.put(moved.entity(), moved.sector()) != null, () -> "moved before it lived: " + moved);
        } else if (event instanceof EntityDeletedEvent gone) {
            assertTrue(places.remove(gone.entity()) != null, () -> "died before it lived: " + gone);
        }
    }

    /** The origins told since the last call, at the end of an update. */
    Set<Origin> endUpdate() {
        Set<Origin> told = EnumSet.copyOf(origins);
        toldNow.clear();
        origins.clear();
        return told;
    }

    /** As {@link worldmesh.world.replica.Replica#digest} computes it, of entities in {@code where}. */
    Hash digest(NotificationModel where) {
        WorldDigest digest = new WorldDigest();
        Map<EntityId, TreeMap<Integer, Record>> left = new TreeMap<>(cells);
        where.places.forEach((entity, sector) -> {
            digest.entity(entity, sector);
            TreeMap<Integer, Record> row = left.remove(entity);
            if (row != null) {
                row.forEach((component, value) -> digest.value(component, encode(schema.typeOf(value), value)));
            }
        });
        left.forEach((entity, row) -> assertTrue(row.isEmpty(), () -> entity + " is not alive and has " + row));
        return digest.finish();
    }

    Hash digest() {
        return digest(this);
    }

    private static <T extends Record> Payload encode(ComponentType<T> type, Record value) {
        return Payload.wrap(type.codec().encode(type.type().cast(value)));
    }
}
