package worldmesh.samples.lanparty.rule;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import worldmesh.samples.lanparty.island.Tile;
import worldmesh.samples.lanparty.model.Asset;
import worldmesh.samples.lanparty.model.Chop;
import worldmesh.samples.lanparty.model.Mine;
import worldmesh.samples.lanparty.model.Tree;
import worldmesh.samples.lanparty.model.Vein;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.Effect;
import worldmesh.world.rule.RuleView;

/** Work at veins and trees: in reach, one stroke at a time, one piece a stroke, until nothing is left. */
final class LabourRules {
    /** How far an arm and a tool reach, in metres from the middle of the tile; a neighbour's corner is 2.1 away. */
    static final double REACH = 2.5;

    /** Between two strokes. Five a second is as fast as people click for long. */
    static final long STROKE_MILLIS = 150;

    private LabourRules() {}

    static Decision mine(Mine command, RuleView view) {
        Vein vein = view.get(command.vein(), Vein.class);
        if (vein == null) {
            return Decision.reject("there is no vein");
        }
        return stroke(view, new Target("vein", command.vein(), new Tile(vein.x(), vein.y()), Asset.GOLD));
    }

    static Decision chop(Chop command, RuleView view) {
        Tree tree = view.get(command.tree(), Tree.class);
        if (tree == null) {
            return Decision.reject("there is no tree");
        }
        return stroke(view, new Target("tree", command.tree(), new Tile(tree.x(), tree.y()), Asset.WOOD));
    }

    private static Decision stroke(RuleView view, Target target) {
        @Nullable Hero hero = Hero.of(view);
        if (hero == null) {
            return Decision.reject(Hero.NOT_HERE);
        }
        double distance =
                target.tile().distanceTo(hero.footing().x(), hero.footing().y());
        if (distance > REACH) {
            return Decision.reject(String.format(
                    Locale.ROOT, "the %s is %.1f m away; come within %.1f m", target.name(), distance, REACH));
        }
        if (view.worldMillis() < hero.vitals().labourFrom()) {
            return Decision.reject("catch your breath between two strokes");
        }
        if (Hero.balance(view, target.entity(), target.asset()) < 1) {
            return Decision.reject("the " + target.name() + " has nothing left");
        }
        return Decision.accept(
                new Effect.Transfer(
                        target.entity(),
                        target.asset().account(),
                        hero.avatar(),
                        target.asset().account(),
                        1),
                new Effect.Set(hero.avatar(), hero.vitals().labouredUntil(view.worldMillis() + STROKE_MILLIS)));
    }

    /** What a stroke is aimed at. */
    private record Target(String name, EntityId entity, Tile tile, Asset asset) {}
}
