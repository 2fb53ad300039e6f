package worldmesh.world.replica;

import org.jspecify.annotations.Nullable;
import worldmesh.world.component.ComponentType;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/**
 * One difference between the world before and after a merge, an edit or a rebuild. A model that applies all changes in
 * order equals the world. Type, before and after belong to {@link ChangeKind#CHANGED}; the sector is where the entity
 * is now, or was last.
 */
public record Change(
        EntityId entity,
        ChangeKind kind,
        SectorId sector,
        @Nullable ComponentType<?> type,
        @Nullable Record before,
        @Nullable Record after,
        Origin origin) {}
