package worldmesh.samples.lanparty.rule;

import worldmesh.samples.lanparty.model.Accept;
import worldmesh.samples.lanparty.model.Awaken;
import worldmesh.samples.lanparty.model.Chop;
import worldmesh.samples.lanparty.model.Enter;
import worldmesh.samples.lanparty.model.Gift;
import worldmesh.samples.lanparty.model.Mine;
import worldmesh.samples.lanparty.model.Offer;
import worldmesh.samples.lanparty.model.Punch;
import worldmesh.samples.lanparty.model.Rest;
import worldmesh.samples.lanparty.model.Step;
import worldmesh.samples.lanparty.model.Withdraw;
import worldmesh.world.rule.RuleBook;
import worldmesh.world.rule.Rules;

/** The whole rule book of the game. */
public final class GameRules {
    private GameRules() {}

    /** One rule for each command. */
    public static RuleBook book() {
        return Rules.builder()
                .on(Awaken.class, IslandRules::awaken)
                .on(Enter.class, IslandRules::enter)
                .on(Step.class, StepRules::step)
                .on(Mine.class, LabourRules::mine)
                .on(Chop.class, LabourRules::chop)
                .on(Punch.class, FightRules::punch)
                .on(Rest.class, FightRules::rest)
                .on(Gift.class, TradeRules::gift)
                .on(Offer.class, TradeRules::offer)
                .on(Accept.class, TradeRules::accept)
                .on(Withdraw.class, TradeRules::withdraw)
                .build();
    }
}
