package worldmesh.benchmarks.doctor;

import java.util.List;

/** Runs {@code ./worldmesh} with these words, as a player would, to its end. */
@FunctionalInterface
public interface Commands {
    /** What it printed; a command that cannot do its work is an {@link IllegalStateException}. */
    String run(List<String> words);
}
