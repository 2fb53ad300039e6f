package worldmesh.benchmarks;

/**
 * What the flood benchmark does.
 *
 * @param budgetSeconds how long all windows together may take
 * @param host the loopback address to run on
 * @param windowMillis the length of one quiet or flooded window
 * @param honestPerSecond commands of the honest player
 * @param floodFactor how many times as many commands the attacker sends
 * @param malformedPerSecond messages that are none, from another attacker
 * @param largePerSecond messages of the largest size, from a third attacker
 * @param datagramsPerSecond junk and hellos from strangers
 */
public record FloodBenchOptions(
        int budgetSeconds,
        String host,
        int windowMillis,
        int honestPerSecond,
        int floodFactor,
        int malformedPerSecond,
        int largePerSecond,
        int datagramsPerSecond) {
    /** Refuses what cannot work or would not end. */
    public FloodBenchOptions {
        within("budget seconds", budgetSeconds, 3, 3_600);
        within("window milliseconds", windowMillis, 200, 60_000);
        within("honest commands per second", honestPerSecond, 1, 50);
        within("flood factor", floodFactor, 1, 1_000);
        within("malformed messages per second", malformedPerSecond, 0, 100_000);
        within("large messages per second", largePerSecond, 0, 10_000);
        within("datagrams per second", datagramsPerSecond, 0, 1_000_000);
    }

    /** The budget every benchmark has unless told otherwise, and the flood that the demand speaks of. */
    public static FloodBenchOptions defaults() {
        return new FloodBenchOptions(45, "127.0.0.1", 2_000, 20, 100, 500, 200, 10_000);
    }

    /** The same with another budget. */
    public FloodBenchOptions withBudgetSeconds(int seconds) {
        return new FloodBenchOptions(
                seconds,
                host,
                windowMillis,
                honestPerSecond,
                floodFactor,
                malformedPerSecond,
                largePerSecond,
                datagramsPerSecond);
    }

    /** The same with shorter or longer windows. */
    public FloodBenchOptions withWindowMillis(int millis) {
        return new FloodBenchOptions(
                budgetSeconds,
                host,
                millis,
                honestPerSecond,
                floodFactor,
                malformedPerSecond,
                largePerSecond,
                datagramsPerSecond);
    }

    private static void within(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "the number of " + what + " is " + value + ", must be within " + min + ".." + max);
        }
    }
}
