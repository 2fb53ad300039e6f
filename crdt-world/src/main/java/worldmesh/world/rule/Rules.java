package worldmesh.world.rule;

import java.util.LinkedHashMap;
import java.util.Map;

/** Collects the rules of a game into a {@link RuleBook}. Not thread-safe. */
public final class Rules {
    private final Map<Class<?>, Rule<?>> rules = new LinkedHashMap<>();

    private Rules() {}

    /** Starts an empty collection. */
    public static Rules builder() {
        return new Rules();
    }

    /** Adds the rule of a type of command; refuses a second one. */
    public <C extends Record> Rules on(Class<C> command, Rule<C> rule) {
        if (rules.putIfAbsent(command, rule) != null) {
            throw new IllegalArgumentException("command " + command.getSimpleName() + " has a rule already");
        }
        return this;
    }

    /** The finished book. */
    public RuleBook build() {
        return new RuleBook(rules);
    }
}
