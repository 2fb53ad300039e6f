package worldmesh.world.rule;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** All rules of a game, keyed by the type of command. Immutable; safe for several threads if its rules are pure. */
public final class RuleBook {
    private final Map<Class<?>, Rule<?>> rules;

    RuleBook(Map<Class<?>, Rule<?>> rules) {
        this.rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
    }

    /** A book without rules: every command is rejected. */
    public static RuleBook empty() {
        return new RuleBook(Map.of());
    }

    /** The types of command that have a rule, in the order they were added. */
    public Set<Class<?>> commands() {
        return rules.keySet();
    }

    /** The decision of the command's rule; a command without a rule is rejected. */
    @SuppressWarnings("unchecked") // the map holds for each class the rule of that class
    public <C extends Record> Decision decide(C command, RuleView view) {
        Rule<C> rule = (Rule<C>) rules.get(command.getClass());
        if (rule == null) {
            return Decision.reject("no rule for " + command.getClass().getSimpleName());
        }
        return rule.decide(command, view);
    }
}
