package worldmesh.world.replica;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.component.ComponentType;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/**
 * One difference between the world before and after a merge, an edit or a rebuild. A model that applies all changes in
 * order equals the world, down to the bytes of its digest. The type belongs to {@link ChangeKind#CHANGED}, before and
 * after to it and to {@link ChangeKind#UNREAD}; the sector is where the entity is now, or was last; the owner is the
 * one it has now, null if it is gone or the certificate of its creator is unknown.
 */
public record Change(
        EntityId entity,
        ChangeKind kind,
        SectorId sector,
        @Nullable PeerId owner,
        @Nullable ComponentType<?> type,
        @Nullable Record before,
        @Nullable Record after,
        Origin origin) {}
