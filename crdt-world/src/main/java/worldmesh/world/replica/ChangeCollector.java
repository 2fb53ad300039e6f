package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
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
        private int[] components = new int[2];
        private WorldView.Shown[] shown = new WorldView.Shown[2];
        private int count;
        /** All cells were noted; any other did not exist. */
        private boolean whole;

        Before(@Nullable SectorId home, @Nullable PeerId owner) {
            this.home = home;
            this.owner = owner;
        }

        WorldView.@Nullable Shown of(int component) {
            for (int i = 0; i < count; i++) {
                if (components[i] == component) {
                    return shown[i];
                }
            }
            return null;
        }

        void add(int component, WorldView.Shown was) {
            if (count == components.length) {
                components = Arrays.copyOf(components, 2 * count);
                shown = Arrays.copyOf(shown, 2 * count);
            }
            components[count] = component;
            shown[count++] = was;
        }

        int[] noted() {
            int[] noted = Arrays.copyOf(components, count);
            Arrays.sort(noted);
            return noted;
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
            Resident resident = residents.resident(entity);
            before = new Before(resident == null ? null : resident.place(), view.owner(entity, resident));
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
        if (before.home != null && !before.whole && before.of(component) == null) {
            before.add(component, view.shown(residents.resident(entity), component));
        }
    }

    /** Before anything of the entity may change. */
    void touchAll(EntityId entity) {
        Before before = before(entity);
        for (int component : components(entity)) {
            note(before, entity, component);
        }
        before.whole = true;
    }

    private int[] components(EntityId entity) {
        Resident resident = residents.resident(entity);
        return resident == null ? new int[0] : resident.cells().components();
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
        Resident resident = residents.resident(entity);
        SectorId home = resident == null ? null : resident.place();
        if (home == null) {
            if (was != null) {
                out.add(new Change(entity, ChangeKind.DELETED, was, null, null, null, null, origin));
            }
            return;
        }
        PeerId owner = view.owner(entity, resident);
        Change change = new Change(entity, ChangeKind.SPAWNED, home, owner, null, null, null, origin);
        if (was == null) {
            out.add(change);
        } else if (!was.equals(home)) {
            out.add(of(change, ChangeKind.MOVED));
        }
        if (was != null && !Objects.equals(before.owner, owner)) {
            out.add(of(change, ChangeKind.OWNER_CHANGED));
        }
        for (int component : changed(entity, before)) {
            WorldView.Shown shown = before.of(component);
            WorldView.Shown now = view.shown(resident, component);
            WorldView.Shown then = shown == null ? WorldView.Shown.NOTHING : shown;
            value(change, schema.component(component), then.value(), now.value(), out);
            value(change, null, then.unread(), now.unread(), out);
        }
    }

    /** The components that may look different now, by id. */
    private int[] changed(EntityId entity, Before before) {
        if (before.home == null) {
            // What is born was noted with no cell at all.
            return components(entity);
        }
        int[] noted = before.noted();
        return !before.whole
                ? noted
                : IntStream.concat(IntStream.of(noted), IntStream.of(components(entity)))
                        .distinct()
                        .sorted()
                        .toArray();
    }

    private static Change of(Change change, ChangeKind kind) {
        return new Change(change.entity(), kind, change.sector(), change.owner(), null, null, null, change.origin());
    }

    private static void value(
            Change of, @Nullable ComponentType<?> type, @Nullable Record was, @Nullable Record now, List<Change> out) {
        if (!Objects.equals(was, now)) {
            ChangeKind kind = type == null ? ChangeKind.UNREAD : ChangeKind.CHANGED;
            out.add(new Change(of.entity(), kind, of.sector(), of.owner(), type, was, now, of.origin()));
        }
    }
}
