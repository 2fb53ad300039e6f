package worldmesh.peer.core;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Replica;
import worldmesh.world.rule.RuleView;
import worldmesh.world.sector.SectorId;

/**
 * The confirmed world as a rule sees it.
 *
 * @param replica the confirmed world
 * @param player who predicts
 * @param worldMillis now
 * @param tick the tick that decides
 * @param seed the dice of the command in that tick
 */
record ConfirmedView(Replica replica, PeerId player, long worldMillis, long tick, long seed) implements RuleView {
    /** For predictions, which give each command a tick and dice of its own. */
    ConfirmedView(Replica replica, PeerId player, long worldMillis) {
        this(replica, player, worldMillis, 0, 0);
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
