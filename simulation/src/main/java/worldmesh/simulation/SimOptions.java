package worldmesh.simulation;

import java.util.OptionalLong;
import worldmesh.simulation.plant.Plant;

/**
 * Which seeds to run.
 *
 * @param firstSeed the first seed
 * @param lastSeed the last seed, inclusive
 * @param all true to run them all whatever the budget
 * @param budgetSeconds when to stop otherwise
 * @param plant the bug to plant; the run then ends at the first seed that finds it
 * @param nodes how many nodes there are, 0 for what the scenario takes
 */
public record SimOptions(long firstSeed, long lastSeed, boolean all, long budgetSeconds, Plant plant, int nodes) {
    /** The seconds a run takes when nobody says otherwise. */
    public static final long DEFAULT_BUDGET_SECONDS = 45;

    /** Seeds among which every planted bug must be found. */
    public static final long DEFAULT_LAST_SEED = 200;

    /** As many nodes as the scenario takes. */
    public SimOptions(long firstSeed, long lastSeed, boolean all, long budgetSeconds, Plant plant) {
        this(firstSeed, lastSeed, all, budgetSeconds, plant, 0);
    }

    /** The same with so many nodes. */
    public SimOptions withNodes(int wanted) {
        return new SimOptions(firstSeed, lastSeed, all, budgetSeconds, plant, wanted);
    }

    /** Refuses an empty range. */
    public SimOptions {
        if (firstSeed > lastSeed || budgetSeconds < 1) {
            throw new IllegalArgumentException("seeds are " + firstSeed + ".." + lastSeed + " in " + budgetSeconds
                    + " s, must be A..B with A <= B in at least 1 s");
        }
    }

    /** Reads the texts of the command line; empty ones take their defaults, {@code replay} is one seed. */
    public static SimOptions parse(String seeds, long budgetSeconds, OptionalLong replay, String plant) {
        Plant planted = plant.isEmpty() ? Plant.NONE : Plant.parse(plant);
        long budget = budgetSeconds > 0 ? budgetSeconds : DEFAULT_BUDGET_SECONDS;
        if (replay.isPresent()) {
            return new SimOptions(replay.getAsLong(), replay.getAsLong(), true, budget, planted);
        }
        if (seeds.isEmpty()) {
            return new SimOptions(1, DEFAULT_LAST_SEED, false, budget, planted);
        }
        if (!seeds.matches("[0-9]{1,18}(\\.\\.[0-9]{1,18})?")) {
            throw new IllegalArgumentException("--seeds is " + seeds + ", must be A..B; for example 1..200");
        }
        String[] ends = seeds.split("\\.\\.");
        return new SimOptions(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]), true, budget, planted);
    }
}
