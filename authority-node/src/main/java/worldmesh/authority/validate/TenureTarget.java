package worldmesh.authority.validate;

import java.util.List;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;

/**
 * Writes effects into a replica under its open tenure.
 *
 * @param replica the holder's
 */
public record TenureTarget(Replica replica) implements EffectTarget {
    @Override
    public boolean exists(EntityId entity) {
        return replica.exists(entity);
    }

    @Override
    public EntityId spawnAs(PeerId owner, SectorId sector, List<Record> components) {
        return replica.tenure().spawnAs(owner, sector, components.toArray(new Record[0]));
    }

    @Override
    public void delete(EntityId entity) {
        replica.tenure().delete(entity);
    }

    @Override
    public void put(EntityId entity, Record value) {
        replica.tenure().put(entity, value);
    }

    @Override
    public void putCritical(EntityId entity, Record value, long epoch, long index) {
        replica.tenure().putCritical(entity, value, epoch, index);
    }

    @Override
    public void transfer(EntityId entity, PeerId newOwner) {
        replica.tenure().transfer(entity, newOwner);
    }
}
