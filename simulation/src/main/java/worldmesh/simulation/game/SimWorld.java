package worldmesh.simulation.game;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.Effect;
import worldmesh.world.rule.RuleBook;
import worldmesh.world.rule.RuleView;
import worldmesh.world.rule.Rules;
import worldmesh.world.sector.SectorId;

/** The schema and the rules of the simulated world. */
public final class SimWorld {
    /** All gold there ever is. */
    public static final long GOLD = 10_000;

    /** Every text a cheat writes begins so; no honest player writes it. */
    public static final String CHEAT_MARK = "cheat";

    /** What a cheat gives itself. */
    public static final long CHEAT_LOOT = 1_000_000_000L;

    /** Two veins in two sectors, so that commands and their effects cross a border. */
    private static final List<SectorId> VEIN_SECTORS = List.of(SectorId.ORIGIN, new SectorId(-1, 0, 0));

    /** What a schema needs to know. */
    public static final Schema SCHEMA = Schema.of(
            Tag.class,
            Pose.class,
            Block.class,
            Tally.class,
            Labels.class,
            Lamp.class,
            Purse.class,
            Vein.class,
            Genesis.class,
            Arrive.class,
            Mine.class,
            Give.class);

    private SimWorld() {}

    /** The rules. */
    public static RuleBook rules() {
        return rules(() -> false);
    }

    /** The rules, but for a miner who finds more than there is while {@code minting} holds. */
    public static RuleBook rules(BooleanSupplier minting) {
        return Rules.builder()
                .on(Genesis.class, (command, view) -> genesis(view))
                .on(Arrive.class, (command, view) -> arrive(view))
                .on(Mine.class, (command, view) -> minting.getAsBoolean() ? mint(command, view) : mine(command, view))
                .on(Give.class, SimWorld::give)
                .build();
    }

    private static Decision genesis(RuleView view) {
        var veins = new ArrayList<EntityId>();
        view.each(Vein.class, (entity, vein) -> veins.add(entity));
        if (!veins.isEmpty()) {
            return Decision.reject("the world has its veins");
        }
        var effects = new ArrayList<Effect>();
        for (int i = 0; i < VEIN_SECTORS.size(); i++) {
            effects.add(new Effect.Spawn(i, VEIN_SECTORS.get(i), view.player(), List.of(new Vein(0))));
            effects.add(new Effect.Mint(Effect.placeholder(i), Vein.class, GOLD / VEIN_SECTORS.size()));
        }
        return Decision.accept(effects);
    }

    private static Decision arrive(RuleView view) {
        var mine = new ArrayList<EntityId>();
        view.each(Purse.class, (entity, purse) -> {
            if (Objects.equals(view.player(), view.owner(entity))) {
                mine.add(entity);
            }
        });
        if (!mine.isEmpty()) {
            return Decision.reject("you have a purse");
        }
        return Decision.accept(new Effect.Spawn(0, SectorId.ORIGIN, view.player(), List.of(new Purse(0))));
    }

    private static Decision mine(Mine command, RuleView view) {
        if (!ownsPurse(command.purse(), view)) {
            return Decision.reject("not your purse");
        }
        return Decision.accept(
                new Effect.Transfer(command.vein(), Vein.class, command.purse(), Purse.class, command.gold()));
    }

    private static Decision mint(Mine command, RuleView view) {
        return ownsPurse(command.purse(), view)
                ? Decision.accept(new Effect.Mint(command.purse(), Purse.class, CHEAT_LOOT))
                : Decision.reject("not your purse");
    }

    private static Decision give(Give command, RuleView view) {
        if (!ownsPurse(command.from(), view)) {
            return Decision.reject("not your purse");
        }
        if (command.from().equals(command.to())) {
            return Decision.reject("that is the same purse");
        }
        return Decision.accept(
                new Effect.Transfer(command.from(), Purse.class, command.to(), Purse.class, command.gold()));
    }

    private static boolean ownsPurse(EntityId purse, RuleView view) {
        return view.get(purse, Purse.class) != null && Objects.equals(view.player(), view.owner(purse));
    }
}
