package worldmesh.world.replica;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.RuleView;
import worldmesh.world.sector.SectorGrid;
import worldmesh.world.sector.SectorId;

/**
 * A replica as a rule sees it: how the authority decides, and how a player's own peer predicts that it will.
 *
 * @param replica the world; the authority's shows the effects of all commands before this one
 * @param player who commands
 * @param tick the tick that decides
 * @param worldMillis now, in world time
 * @param seed the dice of the command in that tick
 */
public record ReplicaView(Replica replica, PeerId player, long tick, long worldMillis, long seed) implements RuleView {
    @Override
    public SectorGrid grid() {
        return replica.manifest().grid();
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
