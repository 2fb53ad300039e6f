package worldmesh.authority.validate;

import java.util.List;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/** Takes approved effects as changes of a world. */
public interface EffectTarget {
    /** True if the entity lives after the changes so far. */
    boolean exists(EntityId entity);

    /** Lets an entity be born and answers its name. */
    EntityId spawnAs(PeerId owner, SectorId sector, List<Record> components);

    /** Ends an entity. */
    void delete(EntityId entity);

    /** Sets a SHARED register. */
    void put(EntityId entity, Record value);

    /** Sets a CRITICAL register. */
    void putCritical(EntityId entity, Record value, long epoch, long index);

    /** Gives an entity to another owner. */
    void transfer(EntityId entity, PeerId newOwner);
}
