package worldmesh.peer.event;

import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/**
 * An entity came into the world.
 */
public record EntitySpawnedEvent(EntityId entity, SectorId sector, Origin origin, long worldMillis)
        implements WorldEvent {}
