package worldmesh.peer.event;

import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/**
 * An entity moved into another sector.
 */
public record EntityMovedEvent(EntityId entity, SectorId sector, Origin origin, long worldMillis)
        implements WorldEvent {}
