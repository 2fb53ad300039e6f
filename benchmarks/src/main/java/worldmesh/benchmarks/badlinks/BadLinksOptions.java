package worldmesh.benchmarks.badlinks;

/**
 * What the benchmark of bad lines does.
 *
 * @param budgetSeconds how long all of it may take
 * @param full true for the whole grid, whatever the budget
 * @param seed of the sample of the grid and of all chances
 */
public record BadLinksOptions(int budgetSeconds, boolean full, long seed) {
    /** Refuses what cannot work. */
    public BadLinksOptions {
        if (budgetSeconds < 5 || budgetSeconds > 3_600) {
            throw new IllegalArgumentException("the budget is " + budgetSeconds + " seconds, must be within 5..3600");
        }
    }
}
