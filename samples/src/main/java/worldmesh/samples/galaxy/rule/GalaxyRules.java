package worldmesh.samples.galaxy.rule;

import worldmesh.samples.galaxy.model.Build;
import worldmesh.samples.galaxy.model.Capture;
import worldmesh.samples.galaxy.model.Enlist;
import worldmesh.samples.galaxy.model.Fire;
import worldmesh.samples.galaxy.model.Found;
import worldmesh.samples.galaxy.model.Rebuild;
import worldmesh.samples.galaxy.model.Take;
import worldmesh.world.rule.RuleBook;
import worldmesh.world.rule.Rules;

/** All rules of the galaxy, by their command. */
public final class GalaxyRules {
    private GalaxyRules() {}

    /** The rules. */
    public static RuleBook book() {
        return Rules.builder()
                .on(Found.class, (command, view) -> FieldRules.found(view))
                .on(Enlist.class, FieldRules::enlist)
                .on(Build.class, FieldRules::build)
                .on(Fire.class, CombatRules::fire)
                .on(Capture.class, FieldRules::capture)
                .on(Take.class, FieldRules::take)
                .on(Rebuild.class, FieldRules::rebuild)
                .build();
    }
}
