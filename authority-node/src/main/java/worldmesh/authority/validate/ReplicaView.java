package worldmesh.authority.validate;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Replica;
import worldmesh.world.rule.RuleView;
import worldmesh.world.sector.SectorId;

/** The world as a rule sees it: the authority's replica, which shows the effects of all commands before this one. */
record ReplicaView(Replica replica, PeerId player, long tick, long worldMillis, long seed) implements RuleView {
    static ReplicaView of(Replica replica, CommandEnvelope envelope, long tick, long worldMillis) {
        return new ReplicaView(replica, envelope.id().player(), tick, worldMillis, envelope.seed(tick));
    }

    @Override
    public boolean exists(EntityId entity) {
        return replica.exists(entity);
    }

    @Override
    public @Nullable PeerId owner(EntityId entity) {
        return replica.owner(entity);
    }

    @Override
    public SectorId sectorOf(EntityId entity) {
        return replica.sectorOf(entity);
    }

    @Override
    public <T extends Record> @Nullable T get(EntityId entity, Class<T> type) {
        return replica.get(entity, type);
    }

    @Override
    public <T extends Record> void each(Class<T> type, BiConsumer<EntityId, T> visitor) {
        replica.each(null, type, visitor);
    }
}
