package worldmesh.peer.event;

import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/**
 * An entity left the world for good.
 */
public record EntityDeletedEvent(EntityId entity, SectorId sector, Origin origin, long worldMillis)
        implements WorldEvent {}
