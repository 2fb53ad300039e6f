package worldmesh.samples.demo;

/**
 * How the demonstration runs.
 *
 * @param headless ends by itself, kills and restarts the host half way, and checks
 * @param seconds how long the party lasts, without starting and checking
 * @param json prints one JSON object as the last line
 */
public record DemoOptions(boolean headless, int seconds, boolean json) {
    /** Shorter, and there is no time to kill, return and settle. */
    public static final int SECONDS_MIN = 10;

    /** Longer runs belong to {@code soak}. */
    public static final int SECONDS_MAX = 3_600;

    /** Refuses a duration out of bounds. */
    public DemoOptions {
        if (seconds < SECONDS_MIN || seconds > SECONDS_MAX) {
            throw new IllegalArgumentException(
                    "--seconds is " + seconds + ", must be within " + SECONDS_MIN + ".." + SECONDS_MAX);
        }
    }
}
