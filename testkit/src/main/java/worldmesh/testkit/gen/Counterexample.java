package worldmesh.testkit.gen;

import java.util.List;

/**
 * A history that breaks a law.
 *
 * @param seed the seed it was drawn from
 * @param history what is left of it after shrinking
 * @param violation what is wrong after it
 */
public record Counterexample<S>(long seed, List<S> history, String violation) {
    /** Copies the history. */
    public Counterexample {
        history = List.copyOf(history);
    }

    /** The violation, the seed and the steps, one per line. */
    public String describe() {
        var out = new StringBuilder(violation).append("; seed ").append(seed).append(" shrunk to ");
        out.append(history.size()).append(" steps:");
        for (int i = 0; i < history.size(); i++) {
            out.append("\n  ").append(i).append(": ").append(history.get(i));
        }
        return out.toString();
    }
}
