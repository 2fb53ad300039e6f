package worldmesh.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import worldmesh.world.sector.SectorId;

/** Reads all entities that have a component, in the order of their ids, as they are drawn now. */
public final class Query<T extends Record> {
    private final World world;
    private final Class<T> type;

    Query(World world, Class<T> type) {
        this.world = world;
        this.type = type;
    }

    /** Visits every entity with its component. */
    public void each(BiConsumer<Entity, T> visitor) {
        world.checkedCore().each(type, (id, value) -> visitor.accept(world.entity(id), value));
    }

    /** Visits the entities of one sector. */
    public void each(SectorId sector, BiConsumer<Entity, T> visitor) {
        each((entity, value) -> {
            if (sector.equals(entity.sector())) {
                visitor.accept(entity, value);
            }
        });
    }

    /** The entities. */
    public List<Entity> entities() {
        List<Entity> found = new ArrayList<>();
        each((entity, value) -> found.add(entity));
        return found;
    }

    /** How many there are. */
    public int count() {
        int[] count = {0};
        each((entity, value) -> count[0]++);
        return count[0];
    }
}
