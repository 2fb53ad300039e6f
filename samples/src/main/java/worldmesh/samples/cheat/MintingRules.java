package worldmesh.samples.cheat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import worldmesh.samples.lanparty.model.Gold;
import worldmesh.samples.lanparty.model.Vitals;
import worldmesh.samples.lanparty.rule.GameRules;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.Effect;
import worldmesh.world.rule.RuleBook;
import worldmesh.world.rule.RuleView;
import worldmesh.world.rule.Rules;

/** The rules of a cheating holder: those of the game, but once it has turned every deed also makes its player rich. */
public final class MintingRules {
    /** More gold than an island has. */
    public static final long LOOT = 777_777;

    private final BooleanSupplier turned;
    private final RuleBook honest = GameRules.book();

    private MintingRules(BooleanSupplier turned) {
        this.turned = turned;
    }

    /** What the cheater judges by; its schema is that of all others, so that nobody refuses it. */
    public static RuleBook book(BooleanSupplier turned) {
        MintingRules minting = new MintingRules(turned);
        Rules rules = Rules.builder();
        for (Class<?> command : minting.honest.commands()) {
            rules.on(command.asSubclass(Record.class), minting::decide);
        }
        return rules.build();
    }

    private <C extends Record> Decision decide(C command, RuleView view) {
        Decision decision = honest.decide(command, view);
        List<EntityId> players = new ArrayList<>();
        view.each(Vitals.class, (entity, vitals) -> {
            if (Objects.equals(view.player(), view.owner(entity))) {
                players.add(entity);
            }
        });
        if (!turned.getAsBoolean() || players.isEmpty() || !(decision instanceof Decision.Accept accept)) {
            return decision;
        }
        List<Effect> effects = new ArrayList<>(accept.effects());
        effects.add(new Effect.Mint(players.get(0), Gold.class, LOOT));
        return Decision.accept(effects);
    }
}
