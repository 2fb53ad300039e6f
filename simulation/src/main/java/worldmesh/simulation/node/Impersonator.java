package worldmesh.simulation.node;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.core.LocalWorld;
import worldmesh.peer.port.Authority;
import worldmesh.runtime.identity.PeerId;
import worldmesh.simulation.game.Arrive;
import worldmesh.simulation.game.Give;
import worldmesh.simulation.game.Purse;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/**
 * A holder with a changed program: it has others give it their gold. The rules allow what it makes up; only that nobody
 * asked for it. One thread.
 */
final class Impersonator {
    /** A session that no program draws. */
    private static final long SESSION = 666;

    private final LocalWorld world;
    private final Authority own;
    private long sequence;

    Impersonator(LocalWorld world, Authority own) {
        this.world = world;
        this.own = own;
    }

    /** Makes up one command of another player, for its own authority to judge. */
    void act(long nowNanos) {
        EntityId theirs = purse(false);
        PeerId victim = theirs == null ? null : world.owner(theirs);
        if (theirs == null || victim == null) {
            return;
        }
        EntityId mine = purse(true);
        Record wish = mine == null ? new Arrive() : new Give(theirs, mine, 1);
        CommandId id = new CommandId(victim, SESSION, ++sequence);
        own.onCommand(victim, CommandEnvelope.of(id, SectorId.ORIGIN, world.schema(), wish), nowNanos);
    }

    private @Nullable EntityId purse(boolean mine) {
        EntityId[] found = new EntityId[1];
        world.replica().each(null, Purse.class, (entity, purse) -> {
            if (mine == Objects.equals(world.self(), world.owner(entity))) {
                found[0] = entity;
            }
        });
        return found[0];
    }
}
