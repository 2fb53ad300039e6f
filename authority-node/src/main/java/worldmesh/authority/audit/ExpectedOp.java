package worldmesh.authority.audit;

import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/** An op that an effect leads to, as far as it follows from the effect. */
sealed interface ExpectedOp {
    /** An entity is born in a sector. */
    record Birth(EntityId entity, SectorId sector) implements ExpectedOp {}

    /** A register gets a value; at an index of the log if it is CRITICAL, otherwise at 0. */
    record Value(EntityId entity, Record value, long index) implements ExpectedOp {}

    /** An entity gets an owner. */
    record Owner(EntityId entity, PeerId owner) implements ExpectedOp {}

    /** An entity ends. */
    record Death(EntityId entity) implements ExpectedOp {}
}
