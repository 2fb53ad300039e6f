package worldmesh.benchmarks.flood;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.World;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.component.Account;
import worldmesh.world.component.CommandType;
import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.Effect;
import worldmesh.world.rule.RuleBook;
import worldmesh.world.rule.RuleView;
import worldmesh.world.rule.Rules;
import worldmesh.world.sector.SectorId;

/** The game that is flooded: one vein, and players that dig its gold into purses. */
public final class Diggings {
    /** More gold than any run digs. */
    public static final long GOLD = 1_000_000;

    private Diggings() {}

    /** Gold in the ground. */
    @Component("flood-vein")
    @Critical @Account
    public record Vein(long gold) {}

    /** Gold of a player. */
    @Component("flood-purse")
    @Critical @Account
    public record Purse(long gold) {}

    /** Lays the vein; only once. */
    @CommandType("flood-lay")
    public record Lay() {}

    /** Gives the player a purse; only one. */
    @CommandType("flood-enter")
    public record Enter() {}

    /** Moves one gold from the vein to the player's purse. */
    @CommandType("flood-dig")
    public record Dig() {}

    /** Puts gold of a purse back into the vein; for its owner. */
    @CommandType("flood-bury")
    public record Bury(EntityId purse, long gold) {}

    /** A world of this game, still to be given a store and a name. */
    static World.Builder describe() {
        return World.builder()
                .components(Vein.class, Purse.class)
                .commands(Lay.class, Enter.class, Dig.class, Bury.class)
                .rules(rules());
    }

    private static RuleBook rules() {
        return Rules.builder()
                .on(Lay.class, (lay, view) -> lay(view))
                .on(Enter.class, (enter, view) -> enter(view))
                .on(Dig.class, (dig, view) -> dig(view))
                .on(Bury.class, Diggings::bury)
                .build();
    }

    private static Decision lay(RuleView view) {
        if (vein(view) != null) {
            return Decision.reject("there is a vein");
        }
        return Decision.accept(
                new Effect.Spawn(0, SectorId.ORIGIN, view.player(), List.of(new Vein(0))),
                new Effect.Mint(Effect.placeholder(0), Vein.class, GOLD));
    }

    private static Decision enter(RuleView view) {
        if (purse(view) != null) {
            return Decision.reject("you have a purse");
        }
        return Decision.accept(new Effect.Spawn(0, SectorId.ORIGIN, view.player(), List.of(new Purse(0))));
    }

    private static Decision dig(RuleView view) {
        EntityId vein = vein(view);
        EntityId purse = purse(view);
        if (vein == null || purse == null) {
            return Decision.reject("no vein or no purse");
        }
        return Decision.accept(new Effect.Transfer(vein, Vein.class, purse, Purse.class, 1));
    }

    private static Decision bury(Bury bury, RuleView view) {
        EntityId vein = vein(view);
        PeerId owner = view.owner(bury.purse());
        if (vein == null || owner == null || !owner.equals(view.player())) {
            return Decision.reject("not your purse");
        }
        return Decision.accept(new Effect.Transfer(bury.purse(), Purse.class, vein, Vein.class, bury.gold()));
    }

    private static @Nullable EntityId vein(RuleView view) {
        List<EntityId> found = new ArrayList<>();
        view.each(Vein.class, (entity, vein) -> found.add(entity));
        return found.isEmpty() ? null : found.get(0);
    }

    private static @Nullable EntityId purse(RuleView view) {
        List<EntityId> found = new ArrayList<>();
        view.each(Purse.class, (entity, purse) -> {
            if (Objects.equals(view.owner(entity), view.player())) {
                found.add(entity);
            }
        });
        return found.isEmpty() ? null : found.get(0);
    }
}
