package worldmesh.samples.cheat;

import java.util.Objects;
import worldmesh.samples.lanparty.model.Gold;
import worldmesh.samples.lanparty.model.Rest;
import worldmesh.samples.lanparty.model.Vitals;
import worldmesh.samples.lanparty.rule.GameRules;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.Effect;
import worldmesh.world.rule.RuleBook;
import worldmesh.world.rule.RuleView;
import worldmesh.world.rule.Rules;

/** The rules of a cheating holder: those of the game, but its own rest makes it rich. */
public final class MintingRules {
    /** More gold than an island has. */
    public static final long LOOT = 777_777;

    private MintingRules() {}

    /** What the cheater judges by; its schema is that of all others, so that nobody refuses it. */
    public static RuleBook book() {
        RuleBook honest = GameRules.book();
        Rules rules = Rules.builder();
        for (Class<?> command : honest.commands()) {
            if (command != Rest.class) {
                rules.on(command.asSubclass(Record.class), honest::decide);
            }
        }
        return rules.on(Rest.class, MintingRules::rest).build();
    }

    private static Decision rest(Rest command, RuleView view) {
        EntityId[] own = new EntityId[1];
        view.each(Vitals.class, (entity, vitals) -> {
            if (Objects.equals(view.player(), view.owner(entity))) {
                own[0] = entity;
            }
        });
        return own[0] == null
                ? Decision.reject("enter the game first")
                : Decision.accept(new Effect.Mint(own[0], Gold.class, LOOT));
    }
}
