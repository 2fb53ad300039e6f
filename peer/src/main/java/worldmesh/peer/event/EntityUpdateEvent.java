package worldmesh.peer.event;

import org.jspecify.annotations.Nullable;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/**
 * A component of an entity changed in the drawn view; a null value means it was or became absent.
 */
public record EntityUpdateEvent(
        EntityId entity,
        Class<? extends Record> type,
        @Nullable Record old,
        @Nullable Record now,
        SectorId sector,
        Origin origin,
        long worldMillis)
        implements StateUpdate {}
