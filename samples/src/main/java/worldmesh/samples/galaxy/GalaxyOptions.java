package worldmesh.samples.galaxy;

/**
 * How a galaxy runs.
 *
 * @param peers how many sides, each a peer with a bot
 * @param seconds how long they fight, without starting, settling and checking
 * @param json prints one JSON object as the last line
 */
public record GalaxyOptions(int peers, int seconds, boolean json) {
    /** One alone has nobody to fight. */
    public static final int PEERS_MIN = 2;

    /** The units of more would not all fit the participants of one battle. */
    public static final int PEERS_MAX = 6;

    /** Shorter, and there is no time to join late and to fight. */
    public static final int SECONDS_MIN = 5;

    /** Longer runs belong to a soak. */
    public static final int SECONDS_MAX = 3_600;

    /** Refuses what is out of bounds. */
    public GalaxyOptions {
        within("--peers", peers, PEERS_MIN, PEERS_MAX);
        within("--seconds", seconds, SECONDS_MIN, SECONDS_MAX);
    }

    private static void within(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(option + " is " + value + ", must be within " + min + ".." + max);
        }
    }
}
