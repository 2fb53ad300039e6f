package worldmesh.samples.lanparty.play;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.World;
import worldmesh.samples.lanparty.model.Accept;
import worldmesh.samples.lanparty.model.Trade;
import worldmesh.samples.lanparty.model.Withdraw;
import worldmesh.world.entity.EntityId;

/** The open offers of the party. */
final class Market {
    private final World world;
    private final Me me;
    private final Outward outward;

    Market(World world, Me me, Outward outward) {
        this.world = world;
        this.me = me;
        this.outward = outward;
    }

    /** One open offer. */
    record Stall(EntityId id, Trade trade, String maker, boolean mine) {}

    /** All open offers, in the order of their ids. */
    List<Stall> stalls() {
        List<Stall> stalls = new ArrayList<>();
        world.query(Trade.class)
                .each((entity, trade) -> stalls.add(new Stall(
                        entity.id(), trade, Others.name(world.entity(trade.maker())), me.isMine(trade.maker()))));
        return stalls;
    }

    /** The offer with this id or of this maker; the first one if nothing is said. */
    Optional<EntityId> find(@Nullable String which, boolean mine) {
        EntityId id = which == null ? null : Ids.parse(which);
        return stalls().stream()
                .filter(stall -> stall.mine() == mine)
                .filter(stall ->
                        which == null || stall.id().equals(id) || stall.maker().equalsIgnoreCase(which))
                .map(Stall::id)
                .findFirst();
    }

    void accept(EntityId trade) {
        outward.submit(new Accept(trade));
    }

    void withdraw(EntityId trade) {
        outward.submit(new Withdraw(trade));
    }
}
