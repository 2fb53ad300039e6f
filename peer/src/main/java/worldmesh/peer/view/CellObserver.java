package worldmesh.peer.view;

import org.jspecify.annotations.Nullable;
import worldmesh.peer.event.Origin;
import worldmesh.world.entity.EntityId;

/**
 * One observer of one component type.
 *
 * @param name names it when it throws
 * @param type the component it observes
 * @param listener is told
 */
public record CellObserver(String name, Class<? extends Record> type, Listener listener) {
    /** Takes changes. */
    @FunctionalInterface
    public interface Listener {
        /** Takes one change; null means absent. */
        void changed(EntityId entity, @Nullable Record old, @Nullable Record now, Origin origin);
    }
}
