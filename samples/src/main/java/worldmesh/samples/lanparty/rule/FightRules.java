package worldmesh.samples.lanparty.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import worldmesh.samples.lanparty.model.Asset;
import worldmesh.samples.lanparty.model.Punch;
import worldmesh.samples.lanparty.model.Rest;
import worldmesh.samples.lanparty.model.Vitals;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.Effect;
import worldmesh.world.rule.RuleView;

/** Punches, what they cost, and the fire where one gets well. */
final class FightRules {
    /** How far a fist reaches, in metres between two players; they are half a metre wide and footings lag a little. */
    static final double REACH = 2.2;

    static final int DAMAGE = 15;
    static final long PUNCH_MILLIS = 500;

    /** A knocked-out player wakes up well but dazed: no deed for so long. */
    static final long DAZED_MILLIS = 3_000;

    /** A knocked-out player loses one part in so many of its gold to the winner. */
    static final long LOOT_SHARE = 4;

    static final double FIRE_METRES = 4;
    static final int REST_POINTS = 10;
    static final long REST_MILLIS = 800;

    private FightRules() {}

    static Decision punch(Punch command, RuleView view) {
        @Nullable Hero hero = Hero.of(view);
        @Nullable Hero other = Hero.at(view, command.avatar());
        if (hero == null) {
            return Decision.reject(Hero.NOT_HERE);
        }
        if (other == null) {
            return Decision.reject("there is nobody to punch");
        }
        if (other.avatar().equals(hero.avatar())) {
            return Decision.reject("you decide not to punch yourself");
        }
        double distance = hero.distanceTo(other.footing().x(), other.footing().y());
        if (distance > REACH) {
            return Decision.reject(
                    String.format(Locale.ROOT, "they are %.1f m away; come within %.1f m", distance, REACH));
        }
        if (view.worldMillis() < hero.vitals().fightFrom()) {
            return Decision.reject("your arm is still tired");
        }
        return Decision.accept(blow(hero, other, view));
    }

    private static List<Effect> blow(Hero hero, Hero other, RuleView view) {
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.Set(hero.avatar(), hero.vitals().foughtUntil(view.worldMillis() + PUNCH_MILLIS)));
        int left = other.vitals().hitPoints() - DAMAGE;
        if (left > 0) {
            effects.add(new Effect.Set(other.avatar(), other.vitals().withHitPoints(left)));
            return effects;
        }
        long until = view.worldMillis() + DAZED_MILLIS;
        effects.add(new Effect.Set(other.avatar(), new Vitals(Vitals.FULL, until, until, until)));
        long loot = Hero.balance(view, other.avatar(), Asset.GOLD) / LOOT_SHARE;
        if (loot > 0) {
            effects.add(new Effect.Transfer(
                    other.avatar(), Asset.GOLD.account(), hero.avatar(), Asset.GOLD.account(), loot));
        }
        return effects;
    }

    /** The command carries nothing: where and when is all that counts. */
    static Decision rest(Rest command, RuleView view) {
        @Nullable Hero hero = Hero.of(view);
        if (hero == null) {
            return Decision.reject(Hero.NOT_HERE);
        }
        if (hero.distanceTo(0.5, 0.5) > FIRE_METRES) {
            return Decision.reject("come to the fire in the middle of the island to rest");
        }
        if (hero.vitals().hitPoints() >= Vitals.FULL) {
            return Decision.reject("you are as well as can be");
        }
        if (view.worldMillis() < hero.vitals().restFrom()) {
            return Decision.reject("sit still for a moment");
        }
        int points = Math.min(Vitals.FULL, hero.vitals().hitPoints() + REST_POINTS);
        Vitals rested = hero.vitals().withHitPoints(points).restedUntil(view.worldMillis() + REST_MILLIS);
        return Decision.accept(new Effect.Set(hero.avatar(), rested));
    }
}
