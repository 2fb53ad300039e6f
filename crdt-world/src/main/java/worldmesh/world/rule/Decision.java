package worldmesh.world.rule;

import java.util.List;

/** What a rule says to a command. */
public sealed interface Decision {
    /** Refused, with a reason for the player. */
    record Reject(String reason) implements Decision {}

    /** Accepted, with its effects in order. */
    record Accept(List<Effect> effects) implements Decision {
        /** Copies the list. */
        public Accept {
            effects = List.copyOf(effects);
        }
    }

    /** Refuses with a reason for the player. */
    static Decision reject(String reason) {
        return new Reject(reason);
    }

    /** Accepts with these effects. */
    static Decision accept(Effect... effects) {
        return new Accept(List.of(effects));
    }

    /** Accepts with these effects. */
    static Decision accept(List<Effect> effects) {
        return new Accept(effects);
    }
}
