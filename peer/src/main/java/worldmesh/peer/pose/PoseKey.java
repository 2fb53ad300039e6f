package worldmesh.peer.pose;

import java.util.Comparator;
import worldmesh.world.entity.EntityId;

/**
 * Names one motion cell.
 *
 * @param entity the entity
 * @param component the id of the component type
 */
public record PoseKey(EntityId entity, int component) implements Comparable<PoseKey> {
    private static final Comparator<PoseKey> ORDER =
            Comparator.comparing(PoseKey::entity).thenComparingInt(PoseKey::component);

    @Override
    public int compareTo(PoseKey other) {
        return ORDER.compare(this, other);
    }
}
