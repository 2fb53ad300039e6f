package worldmesh.benchmarks.link;

/**
 * What the link benchmark does.
 *
 * @param budgetSeconds how long all rounds together may take
 * @param host the loopback address to run on
 * @param connects handshakes to time
 */
public record LinkBenchOptions(int budgetSeconds, String host, int connects) {
    /** Refuses what cannot work. */
    public LinkBenchOptions {
        if (budgetSeconds < 3 || budgetSeconds > 3_600) {
            throw new IllegalArgumentException("the budget is " + budgetSeconds + " seconds, must be within 3..3600");
        }
        if (connects < 1 || connects > 10_000) {
            throw new IllegalArgumentException("the number of connects is " + connects + ", must be within 1..10000");
        }
    }

    /** The budget every benchmark has unless told otherwise. */
    public static LinkBenchOptions defaults() {
        return new LinkBenchOptions(45, "127.0.0.1", 60);
    }

    /** The same with another budget. */
    public LinkBenchOptions withBudgetSeconds(int seconds) {
        return new LinkBenchOptions(seconds, host, connects);
    }
}
