package worldmesh.samples.demo;

/**
 * How the demonstration runs.
 *
 * @param headless ends by itself, kills the holder half way and brings it back, splits the party, and checks
 * @param seconds how long the party lasts, without starting and checking
 * @param json prints one JSON object as the last line
 */
public record DemoOptions(boolean headless, int seconds, boolean json) {
    /** Shorter, and there is no time to kill, return and settle. */
    public static final int SECONDS_MIN = 10;

    /** Shorter, and there is no time to split the party, heal it and settle. */
    public static final int SPLIT_SECONDS_MIN = 40;

    /** Longer runs belong to {@code soak}. */
    public static final int SECONDS_MAX = 3_600;

    /** Refuses a duration out of bounds. */
    public DemoOptions {
        if (seconds < SECONDS_MIN || seconds > SECONDS_MAX) {
            throw new IllegalArgumentException(
                    "--seconds is " + seconds + ", must be within " + SECONDS_MIN + ".." + SECONDS_MAX);
        }
    }

    boolean splits() {
        return seconds >= SPLIT_SECONDS_MIN;
    }
}
