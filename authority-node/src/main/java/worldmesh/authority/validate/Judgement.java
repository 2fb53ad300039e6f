package worldmesh.authority.validate;

import java.util.List;
import worldmesh.world.rule.Effect;

/** What became of a command before the judge. */
public sealed interface Judgement {
    /** Its effects hold: all of them can be applied. */
    record Approved(List<Effect> effects) implements Judgement {
        /** Copies the list. */
        public Approved {
            effects = List.copyOf(effects);
        }
    }

    /** It changes nothing, with a reason for the player. */
    record Refused(String reason) implements Judgement {}
}
