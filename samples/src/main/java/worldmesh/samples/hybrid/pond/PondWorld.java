package worldmesh.samples.hybrid.pond;

import java.util.ArrayList;
import java.util.List;
import worldmesh.peer.World;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.Effect;
import worldmesh.world.rule.RuleBook;
import worldmesh.world.rule.RuleView;
import worldmesh.world.rule.Rules;
import worldmesh.world.sector.SectorId;

/** Declares the pond to the engine. */
public final class PondWorld {
    private PondWorld() {}

    /** Everything the game stores and asks for, as an auditor needs it. */
    public static Schema schema() {
        return Schema.of(Basket.class, Fish.class);
    }

    /** A builder that knows the game; store and name are still to be given. */
    public static World.Builder builder() {
        return World.builder().components(Basket.class).commands(Fish.class).rules(book());
    }

    static RuleBook book() {
        return Rules.builder().on(Fish.class, (command, view) -> fish(view)).build();
    }

    /** One more in the player's basket; the first makes the basket. */
    private static Decision fish(RuleView view) {
        List<EntityId> own = new ArrayList<>();
        view.each(Basket.class, (entity, basket) -> {
            PeerId owner = view.owner(entity);
            if (owner != null && owner.equals(view.player())) {
                own.add(entity);
            }
        });
        if (own.isEmpty()) {
            return Decision.accept(new Effect.Spawn(0, SectorId.ORIGIN, view.player(), List.of(new Basket(1))));
        }
        Basket basket = view.get(own.get(0), Basket.class);
        long caught = basket == null ? 0 : basket.fish();
        return Decision.accept(new Effect.Set(own.get(0), new Basket(caught + 1)));
    }
}
