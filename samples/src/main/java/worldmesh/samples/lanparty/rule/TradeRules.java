package worldmesh.samples.lanparty.rule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.samples.lanparty.model.Accept;
import worldmesh.samples.lanparty.model.Asset;
import worldmesh.samples.lanparty.model.Gift;
import worldmesh.samples.lanparty.model.Offer;
import worldmesh.samples.lanparty.model.Trade;
import worldmesh.samples.lanparty.model.Withdraw;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.Effect;
import worldmesh.world.rule.RuleView;

/** Gifts and offers. What an offer gives lies in the offer's own account, so that nobody can spend it twice. */
final class TradeRules {
    /** More than the island bears; keeps sums far from any overflow. */
    static final long AMOUNT_MAX = 1_000_000;

    /** Open offers a player may have, so that nobody fills the board alone. */
    static final int OPEN_MAX = 3;

    private static final int ESCROW = 0;

    private TradeRules() {}

    static Decision gift(Gift command, RuleView view) {
        @Nullable Hero hero = Hero.of(view);
        if (hero == null) {
            return Decision.reject(Hero.NOT_HERE);
        }
        @Nullable Hero other = Hero.at(view, command.to());
        if (other == null || other.avatar().equals(hero.avatar())) {
            return Decision.reject("there is nobody to give to");
        }
        @Nullable String obstacle = obstacle(view, hero, command.asset(), command.amount());
        if (obstacle != null) {
            return Decision.reject(obstacle);
        }
        return Decision.accept(move(hero.avatar(), other.avatar(), command.asset(), command.amount()));
    }

    static Decision offer(Offer command, RuleView view) {
        @Nullable Hero hero = Hero.of(view);
        if (hero == null) {
            return Decision.reject(Hero.NOT_HERE);
        }
        if (command.wantAmount() < 1 || command.wantAmount() > AMOUNT_MAX || command.give() == command.want()) {
            return Decision.reject("ask for some of the other good in return");
        }
        @Nullable String obstacle = obstacle(view, hero, command.give(), command.giveAmount());
        if (obstacle != null) {
            return Decision.reject(obstacle);
        }
        if (openOffers(view, hero.avatar()) >= OPEN_MAX) {
            return Decision.reject("you have " + OPEN_MAX + " open offers; take one back first");
        }
        Trade trade =
                new Trade(hero.avatar(), command.give(), command.giveAmount(), command.want(), command.wantAmount());
        return Decision.accept(
                new Effect.Spawn(ESCROW, view.sectorOf(hero.avatar()), view.player(), List.of(trade)),
                move(hero.avatar(), Effect.placeholder(ESCROW), command.give(), command.giveAmount()));
    }

    static Decision accept(Accept command, RuleView view) {
        @Nullable Hero hero = Hero.of(view);
        Trade trade = view.get(command.trade(), Trade.class);
        if (hero == null) {
            return Decision.reject(Hero.NOT_HERE);
        }
        if (trade == null) {
            return Decision.reject("that offer is gone");
        }
        if (trade.maker().equals(hero.avatar())) {
            return Decision.reject("that is your own offer; cancel it instead");
        }
        @Nullable String obstacle = obstacle(view, hero, trade.want(), trade.wantAmount());
        if (obstacle != null) {
            return Decision.reject(obstacle);
        }
        return Decision.accept(
                move(hero.avatar(), trade.maker(), trade.want(), trade.wantAmount()),
                move(command.trade(), hero.avatar(), trade.give(), trade.giveAmount()),
                new Effect.Delete(command.trade()));
    }

    static Decision withdraw(Withdraw command, RuleView view) {
        @Nullable Hero hero = Hero.of(view);
        Trade trade = view.get(command.trade(), Trade.class);
        if (hero == null) {
            return Decision.reject(Hero.NOT_HERE);
        }
        if (trade == null) {
            return Decision.reject("that offer is gone");
        }
        if (!trade.maker().equals(hero.avatar())) {
            return Decision.reject("only its maker takes an offer back");
        }
        return Decision.accept(
                move(command.trade(), hero.avatar(), trade.give(), trade.giveAmount()),
                new Effect.Delete(command.trade()));
    }

    private static Effect move(EntityId from, EntityId to, Asset asset, long amount) {
        return new Effect.Transfer(from, asset.account(), to, asset.account(), amount);
    }

    private static @Nullable String obstacle(RuleView view, Hero hero, Asset asset, long amount) {
        if (amount < 1 || amount > AMOUNT_MAX) {
            return "an amount is 1 to " + AMOUNT_MAX;
        }
        long balance = Hero.balance(view, hero.avatar(), asset);
        return balance < amount ? "you have " + asset.amount(balance) + ", not " + asset.amount(amount) : null;
    }

    private static int openOffers(RuleView view, EntityId maker) {
        List<EntityId> open = new ArrayList<>();
        view.each(Trade.class, (entity, trade) -> {
            if (trade.maker().equals(maker)) {
                open.add(entity);
            }
        });
        return open.size();
    }
}
