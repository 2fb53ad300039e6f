package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Residents;

/**
 * Notes what entities looked like before they are changed, and afterwards says what is different: once per entity and
 * component, in the order they were first touched. Not thread-safe.
 */
final class ChangeCollector {
    private final Schema schema;
    private final Residents residents;
    private final WorldView view;
    private final Map<EntityId, Before> touched = new LinkedHashMap<>();

    private record Before(@Nullable SectorId home, @Nullable PeerId owner, TreeMap<Integer, @Nullable Record> values) {}

    ChangeCollector(Schema schema, Residents residents, WorldView view) {
        this.schema = schema;
        this.residents = residents;
        this.view = view;
    }

    private Before before(EntityId entity) {
        Before before = touched.get(entity);
        if (before == null) {
            before = new Before(residents.home(entity), view.owner(entity), new TreeMap<>());
            touched.put(entity, before);
        }
        return before;
    }

    /** Before the entity's life, place or owner may change. */
    void touch(EntityId entity) {
        before(entity);
    }

    /** Before one component may change. */
    void touch(EntityId entity, int component) {
        Before before = before(entity);
        ComponentType<?> type = schema.component(component);
        if (before.home() != null && type != null && !before.values().containsKey(component)) {
            before.values().put(component, view.value(entity, type));
        }
    }

    /** Before anything of the entity may change. */
    void touchAll(EntityId entity) {
        before(entity);
        for (ComponentType<?> type : schema.components()) {
            touch(entity, type.id());
        }
    }

    /** What is different now, and starts anew. */
    List<Change> finish(Origin origin) {
        List<Change> out = new ArrayList<>();
        touched.forEach((entity, before) -> compare(entity, before, origin, out));
        touched.clear();
        return out;
    }

    private void compare(EntityId entity, Before before, Origin origin, List<Change> out) {
        SectorId was = before.home();
        SectorId home = residents.home(entity);
        if (home == null) {
            if (was != null) {
                out.add(new Change(entity, ChangeKind.DELETED, was, null, null, null, origin));
            }
            return;
        }
        if (was == null) {
            out.add(new Change(entity, ChangeKind.SPAWNED, home, null, null, null, origin));
            for (ComponentType<?> type : schema.components()) {
                value(new Change(entity, ChangeKind.CHANGED, home, type, null, view.value(entity, type), origin), out);
            }
            return;
        }
        if (!was.equals(home)) {
            out.add(new Change(entity, ChangeKind.MOVED, home, null, null, null, origin));
        }
        if (!Objects.equals(before.owner(), view.owner(entity))) {
            out.add(new Change(entity, ChangeKind.OWNER_CHANGED, home, null, null, null, origin));
        }
        for (Map.Entry<Integer, @Nullable Record> entry : before.values().entrySet()) {
            ComponentType<?> type = schema.component(entry.getKey());
            if (type != null) {
                Record after = view.value(entity, type);
                value(new Change(entity, ChangeKind.CHANGED, home, type, entry.getValue(), after, origin), out);
            }
        }
    }

    private static void value(Change change, List<Change> out) {
        if (!Objects.equals(change.before(), change.after())) {
            out.add(change);
        }
    }
}
