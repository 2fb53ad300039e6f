package worldmesh.peer.event;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/**
 * An entity has another owner from now on.
 *
 * @param owner the new one, null while the certificate of its creator is unknown
 */
public record OwnerChangedEvent(
        EntityId entity, @Nullable PeerId owner, SectorId sector, Origin origin, long worldMillis)
        implements WorldEvent {}
