package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Resident;
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

    private static final class Before {
        private final @Nullable SectorId home;
        private final @Nullable PeerId owner;
        private final TreeMap<Integer, WorldView.Shown> cells = new TreeMap<>();
        /** All cells were noted; any other did not exist. */
        private boolean whole;

        Before(@Nullable SectorId home, @Nullable PeerId owner) {
            this.home = home;
            this.owner = owner;
        }
    }

    ChangeCollector(Schema schema, Residents residents, WorldView view) {
        this.schema = schema;
        this.residents = residents;
        this.view = view;
    }

    private Before before(EntityId entity) {
        Before before = touched.get(entity);
        if (before == null) {
            before = new Before(residents.home(entity), view.owner(entity));
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
        note(before(entity), entity, component);
    }

    private void note(Before before, EntityId entity, int component) {
        if (before.home != null && !before.whole && !before.cells.containsKey(component)) {
            before.cells.put(component, view.shown(entity, component));
        }
    }

    /** Before anything of the entity may change. */
    void touchAll(EntityId entity) {
        Before before = before(entity);
        components(entity).forEach(component -> note(before, entity, component));
        before.whole = true;
    }

    private Set<Integer> components(EntityId entity) {
        Resident resident = residents.resident(entity);
        return resident == null ? Set.of() : resident.cells().all().keySet();
    }

    /** What is different now, and starts anew. */
    List<Change> finish(Origin origin) {
        List<Change> out = new ArrayList<>();
        touched.forEach((entity, before) -> compare(entity, before, origin, out));
        touched.clear();
        return out;
    }

    private void compare(EntityId entity, Before before, Origin origin, List<Change> out) {
        SectorId was = before.home;
        SectorId home = residents.home(entity);
        if (home == null) {
            if (was != null) {
                out.add(new Change(entity, ChangeKind.DELETED, was, null, null, null, null, origin));
            }
            return;
        }
        PeerId owner = view.owner(entity);
        Change change = new Change(entity, ChangeKind.SPAWNED, home, owner, null, null, null, origin);
        if (was == null) {
            out.add(change);
        } else if (!was.equals(home)) {
            out.add(of(change, ChangeKind.MOVED));
        }
        if (was != null && !Objects.equals(before.owner, owner)) {
            out.add(of(change, ChangeKind.OWNER_CHANGED));
        }
        Set<Integer> cells = before.cells.keySet();
        if (was == null || before.whole) {
            cells = new TreeSet<>(cells);
            cells.addAll(components(entity));
        }
        for (int component : cells) {
            compare(change, component, before.cells.getOrDefault(component, WorldView.Shown.NOTHING), out);
        }
    }

    private static Change of(Change change, ChangeKind kind) {
        return new Change(change.entity(), kind, change.sector(), change.owner(), null, null, null, change.origin());
    }

    private void compare(Change change, int component, WorldView.Shown was, List<Change> out) {
        WorldView.Shown now = view.shown(change.entity(), component);
        value(change, schema.component(component), was.value(), now.value(), out);
        value(change, null, was.unread(), now.unread(), out);
    }

    private static void value(
            Change of, @Nullable ComponentType<?> type, @Nullable Record was, @Nullable Record now, List<Change> out) {
        if (!Objects.equals(was, now)) {
            ChangeKind kind = type == null ? ChangeKind.UNREAD : ChangeKind.CHANGED;
            out.add(new Change(of.entity(), kind, of.sector(), of.owner(), type, was, now, of.origin()));
        }
    }
}
