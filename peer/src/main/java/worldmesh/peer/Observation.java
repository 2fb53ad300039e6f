package worldmesh.peer;

import org.jspecify.annotations.Nullable;
import worldmesh.peer.event.Origin;
import worldmesh.peer.view.CellObserver;
import worldmesh.world.entity.EntityId;

/**
 * Tells the changes of one component type: only inside {@code update}, on its thread, once per changed entity and
 * update, with the value last told and the value now. Entities that exist already are told as added. Ends with
 * {@link #close}.
 */
public final class Observation<T extends Record> implements AutoCloseable {
    private final World world;
    private final Class<T> type;
    private @Nullable Added<T> added;
    private @Nullable Changed<T> changed;
    private @Nullable ChangedBy<T> changedBy;
    private @Nullable Removed<T> removed;
    private final CellObserver observer;

    Observation(World world, Class<T> type, String name) {
        this.world = world;
        this.type = type;
        this.observer = new CellObserver(name, type, this::dispatch);
        world.core().observers().add(observer);
    }

    /** Hears components that are new. */
    public Observation<T> onAdd(Added<T> listener) {
        added = listener;
        return this;
    }

    /** Hears values that replace others; additions too if {@link #onAdd} has no listener (old is then null). */
    public Observation<T> onChange(Changed<T> listener) {
        changed = listener;
        return this;
    }

    /** As {@link #onChange(Changed)}, with who did it. */
    public Observation<T> onChangeBy(ChangedBy<T> listener) {
        changedBy = listener;
        return this;
    }

    /** Hears components that are gone, with the value last told. */
    public Observation<T> onRemove(Removed<T> listener) {
        removed = listener;
        return this;
    }

    @Override
    public void close() {
        world.checkedCore();
        world.core().observers().remove(observer);
    }

    private void dispatch(EntityId id, @Nullable Record old, @Nullable Record now, Origin origin) {
        Entity entity = world.entity(id);
        T before = old == null ? null : type.cast(old);
        if (now == null) {
            if (removed != null && before != null) {
                removed.removed(entity, before);
            }
            return;
        }
        T after = type.cast(now);
        if (before == null && added != null) {
            added.added(entity, after);
        } else if (changed != null) {
            changed.changed(entity, before, after);
        }
        if (changedBy != null) {
            changedBy.changed(entity, before, after, origin);
        }
    }

    /** Takes components that are new. */
    @FunctionalInterface
    public interface Added<T extends Record> {
        /** Takes one. */
        void added(Entity entity, T now);
    }

    /** Takes components that have another value. */
    @FunctionalInterface
    public interface Changed<T extends Record> {
        /** Takes one; {@code old} is null if the component is new. */
        void changed(Entity entity, @Nullable T old, T now);
    }

    /** Takes components that have another value, with the origin of the change. */
    @FunctionalInterface
    public interface ChangedBy<T extends Record> {
        /** Takes one; {@code old} is null if the component is new. */
        void changed(Entity entity, @Nullable T old, T now, Origin origin);
    }

    /** Takes components that are gone. */
    @FunctionalInterface
    public interface Removed<T extends Record> {
        /** Takes one. */
        void removed(Entity entity, T old);
    }
}
