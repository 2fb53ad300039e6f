package worldmesh.benchmarks.resume;

/**
 * What the resume benchmark does.
 *
 * @param budgetSeconds how long all may take; 0 for as long as the drops take
 * @param host the loopback address to run on
 * @param drops how often something happens to a link; 0 for what fits the budget
 * @param links links at once
 */
public record ResumeBenchOptions(int budgetSeconds, String host, int drops, int links) {
    /** The drops of the whole size. */
    public static final int FULL_DROPS = 1_000;

    /** Refuses what cannot work. */
    public ResumeBenchOptions {
        if (budgetSeconds < 5 || budgetSeconds > 3_600) {
            throw new IllegalArgumentException("the budget is " + budgetSeconds + " seconds, must be within 5..3600");
        }
        if (drops < 0 || drops > 1_000_000) {
            throw new IllegalArgumentException("the number of drops is " + drops + ", must be within 0..1000000");
        }
    }

    /** What fits 45 seconds on IPv4 loopback, over 16 links. */
    public static ResumeBenchOptions defaults() {
        return new ResumeBenchOptions(45, "127.0.0.1", 0, 16);
    }

    /** These options with another budget. */
    public ResumeBenchOptions withBudgetSeconds(int seconds) {
        return new ResumeBenchOptions(seconds, host, drops, links);
    }

    /** These options with so many drops, however long they take. */
    public ResumeBenchOptions withDrops(int count) {
        return new ResumeBenchOptions(budgetSeconds, host, count, links);
    }
}
