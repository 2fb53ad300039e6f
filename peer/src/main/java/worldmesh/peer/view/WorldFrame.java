package worldmesh.peer.view;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import worldmesh.world.entity.EntityId;

/**
 * Some components of the world as they were drawn at the end of one update: what observers had been told by then, no
 * half of it. Immutable, for any thread; as long as it is held it holds what has changed since.
 */
public final class WorldFrame {
    private final long number;
    private final long worldMillis;
    private final List<Class<? extends Record>> types;
    private final CellPages.Table[] tables;

    WorldFrame(long number, long worldMillis, List<Class<? extends Record>> types, CellPages.Table[] tables) {
        this.number = number;
        this.worldMillis = worldMillis;
        this.types = types;
        this.tables = tables;
    }

    /** Rises by one with each frame that differs from the one before; 0 is the empty one before the first update. */
    public long number() {
        return number;
    }

    /** World time of the update. */
    public long worldMillis() {
        return worldMillis;
    }

    /** The component of an entity, null if it has none; an {@link IllegalArgumentException} if it is not shared. */
    public <T extends Record> @Nullable T get(EntityId entity, Class<T> type) {
        Record value = table(type).get(entity);
        return value == null ? null : type.cast(value);
    }

    /** Visits all entities that have the component, in no order that says anything. */
    public <T extends Record> void each(Class<T> type, BiConsumer<EntityId, T> visitor) {
        table(type).each((entity, value) -> visitor.accept(entity, type.cast(value)));
    }

    /** How many entities have the component. */
    public int count(Class<? extends Record> type) {
        return table(type).size();
    }

    private CellPages.Table table(Class<? extends Record> type) {
        int at = types.indexOf(type);
        if (at < 0) {
            throw new IllegalArgumentException(type.getSimpleName() + " is not shared here; name it in World.share");
        }
        return tables[at];
    }

    CellPages.Table table(int at) {
        return tables[at];
    }
}
