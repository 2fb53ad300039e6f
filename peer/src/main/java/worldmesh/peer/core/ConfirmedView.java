package worldmesh.peer.core;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Replica;
import worldmesh.world.rule.RuleView;
import worldmesh.world.sector.SectorId;

/**
 * The confirmed world as a rule sees it that predicts. Tick and seed are the authority's alone and read as 0 here.
 *
 * @param replica the confirmed world
 * @param player who predicts
 * @param worldMillis now
 */
record ConfirmedView(Replica replica, PeerId player, long worldMillis) implements RuleView {
    @Override
    public long tick() {
        return 0;
    }

    @Override
    public long seed() {
        return 0;
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
