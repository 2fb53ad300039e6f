package worldmesh.samples.lanparty.rule;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import worldmesh.samples.lanparty.island.Island;
import worldmesh.samples.lanparty.model.Footing;
import worldmesh.samples.lanparty.model.Step;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.Effect;
import worldmesh.world.rule.RuleView;

/** Walking, as the authority sees it: no further from the last footing than the time since then allows. */
final class StepRules {
    private StepRules() {}

    static Decision step(Step command, RuleView view) {
        @Nullable Hero hero = Hero.of(view);
        if (hero == null) {
            return Decision.reject(Hero.NOT_HERE);
        }
        if (!(Math.abs(command.x()) <= Island.RADIUS && Math.abs(command.y()) <= Island.RADIUS)) {
            return Decision.reject("the island ends at " + Island.RADIUS + " m");
        }
        Footing footing = hero.footing();
        if (!footing.permits(command.x(), command.y(), view.worldMillis())) {
            double metres = hero.distanceTo(command.x(), command.y());
            double reach = Footing.ENVELOPE.reachMetres(footing.at(), view.worldMillis());
            return Decision.reject(
                    String.format(Locale.ROOT, "nobody walks %.1f m so fast; you may have come %.1f m", metres, reach));
        }
        return Decision.accept(
                new Effect.Set(hero.avatar(), footing.moved(command.x(), command.y(), view.worldMillis())));
    }
}
