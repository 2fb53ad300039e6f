package worldmesh.authority.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import worldmesh.world.component.Account;
import worldmesh.world.component.CommandType;
import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;
import worldmesh.world.component.Owned;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.Effect;
import worldmesh.world.rule.RuleBook;
import worldmesh.world.rule.RuleView;
import worldmesh.world.rule.Rules;
import worldmesh.world.sector.SectorId;

/** A tiny game of veins and purses with rules that may be wrong in every way. */
public final class Mines {
    private Mines() {}

    /** Gold in the ground. */
    @Component("vein")
    @Critical @Account
    public record Vein(long gold) {}

    /** Gold of a player; refuses more than a million. */
    @Component("purse")
    @Critical @Account
    public record Purse(long gold) {
        /** Refuses what no purse holds. */
        public Purse {
            if (gold > 1_000_000) {
                throw new IllegalArgumentException("a purse tears");
            }
        }
    }

    /** How often a vein was struck. */
    @Component("strikes")
    @Critical public record Strikes(int count) {}

    /** Where a player stands. */
    @Component("stand")
    @Owned
    public record Stand(int x) {}

    /** A shared sign. */
    @Component("sign")
    public record Sign(String text) {}

    /** Lays a vein of this much gold. */
    @CommandType("lay")
    public record Lay(long gold) {}

    /** Gives the player a purse. */
    @CommandType("enter")
    public record Enter() {}

    /** Moves gold from a vein to the player's purse. */
    @CommandType("mine")
    public record Mine(EntityId vein, long gold) {}

    /** Does something no rule should, by number. */
    @CommandType("mischief")
    public record Mischief(int kind, EntityId target) {}

    /** Wins some gold by dice. */
    @CommandType("roll")
    public record Roll() {}

    /** Counts on a vein what everybody may have changed: signs, stands, places and the time. */
    @CommandType("survey")
    public record Survey(EntityId vein, EntityId other) {}

    /** A command without a rule. */
    @CommandType("idle")
    public record Idle() {}

    /** Everything above. */
    public static final Schema SCHEMA = Schema.of(
            Vein.class,
            Purse.class,
            Strikes.class,
            Stand.class,
            Sign.class,
            Lay.class,
            Enter.class,
            Mine.class,
            Mischief.class,
            Roll.class,
            Survey.class,
            Idle.class);

    /** The rules. */
    public static RuleBook rules() {
        return Rules.builder()
                .on(Lay.class, (lay, view) -> lay(lay, view))
                .on(Enter.class, (enter, view) -> enter(view))
                .on(Mine.class, Mines::mine)
                .on(Mischief.class, Mines::mischief)
                .on(Roll.class, (roll, view) -> roll(view))
                .on(Survey.class, Mines::survey)
                .build();
    }

    private static Decision lay(Lay lay, RuleView view) {
        List<Record> parts = List.of(new Vein(0), new Strikes(0), new Sign("vein"));
        Effect spawn = new Effect.Spawn(0, SectorId.ORIGIN, view.player(), parts);
        return Decision.accept(spawn, new Effect.Mint(Effect.placeholder(0), Vein.class, lay.gold()));
    }

    private static Decision enter(RuleView view) {
        if (purse(view) != null) {
            return Decision.reject("you have a purse");
        }
        return Decision.accept(new Effect.Spawn(0, SectorId.ORIGIN, view.player(), List.of(new Purse(0))));
    }

    private static Decision mine(Mine mine, RuleView view) {
        EntityId purse = purse(view);
        Strikes strikes = view.get(mine.vein(), Strikes.class);
        if (purse == null || strikes == null) {
            return Decision.reject("no purse or no vein");
        }
        return Decision.accept(
                new Effect.Transfer(mine.vein(), Vein.class, purse, Purse.class, mine.gold()),
                new Effect.Set(mine.vein(), new Strikes(strikes.count() + 1)));
    }

    private static Decision roll(RuleView view) {
        EntityId purse = purse(view);
        long gold = Math.floorMod(view.seed(), 100L);
        return purse == null || gold < 10
                ? Decision.reject("nothing won: " + gold)
                : Decision.accept(new Effect.Mint(purse, Purse.class, gold));
    }

    private static Decision survey(Survey survey, RuleView view) {
        if (view.get(survey.vein(), Strikes.class) == null) {
            return Decision.reject("no vein");
        }
        int[] seen = {(int) (view.worldMillis() % 1000)};
        view.each(Stand.class, (entity, stand) -> seen[0] += stand.x());
        Sign sign = view.get(survey.other(), Sign.class);
        seen[0] += sign == null ? 0 : sign.text().length();
        seen[0] += view.exists(survey.other()) ? view.sectorOf(survey.other()).scale() + 1 : 0;
        return Decision.accept(
                new Effect.Set(survey.vein(), new Strikes(seen[0])),
                new Effect.Set(survey.vein(), new Sign("surveyed " + seen[0])));
    }

    private static Decision mischief(Mischief mischief, RuleView view) {
        EntityId target = mischief.target();
        Effect spawn = new Effect.Spawn(1, SectorId.ORIGIN, view.player(), List.of(new Purse(0)));
        return switch (mischief.kind()) {
            case 0 -> throw new IllegalStateException("a rule with a bug");
            case 1 -> Decision.accept(new Effect.Set(target, new Vein(99)));
            case 2 -> Decision.accept(new Effect.Set(new EntityId(123, 4), new Strikes(1)));
            case 3 -> Decision.accept(spawn, new Effect.Mint(Effect.placeholder(1), Purse.class, 2_000_000));
            case 4 -> Decision.accept(spawn, new Effect.Mint(Effect.placeholder(2), Purse.class, 1));
            case 5 -> Decision.accept(new Effect.Delete(target));
            case 6 -> Decision.accept(new Effect.Set(target, new Stand(5)));
            case 7 -> Decision.accept(new Effect.Spawn(0, SectorId.ORIGIN, view.player(), List.of(new Purse(7))));
            case 8 -> Decision.accept(new Effect.Set(target, new Sign("x".repeat(20_000))));
            case 9 -> Decision.accept(new Effect.Set(target, new Strikes(7)), new Effect.Claim(target, view.player()));
            case 10 -> Decision.accept(new Effect.Set(target, new Unknown(1)));
            case 11 -> Decision.accept(new Effect.Mint(target, Vein.class, Long.MAX_VALUE));
            case 12 -> mischief(mischief, view);
            default -> Decision.reject("r".repeat(1000));
        };
    }

    /** A component that no schema knows. */
    @Component("unknown")
    public record Unknown(int value) {}

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
