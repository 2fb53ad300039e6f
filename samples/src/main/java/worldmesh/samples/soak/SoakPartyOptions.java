package worldmesh.samples.soak;

/**
 * How a party is harassed for long.
 *
 * @param seconds how long, without starting and checking
 * @param seed draws what happens when to whom
 * @param json prints one JSON object as the last line
 */
public record SoakPartyOptions(int seconds, long seed, boolean json) {
    /** Shorter, and not every kind of trouble has its turn. */
    public static final int SECONDS_MIN = 30;

    /** A day. */
    public static final int SECONDS_MAX = 86_400;

    /** Refuses a duration out of bounds. */
    public SoakPartyOptions {
        if (seconds < SECONDS_MIN || seconds > SECONDS_MAX) {
            throw new IllegalArgumentException(
                    "the soak is to last " + seconds + " s, must be within " + SECONDS_MIN + ".." + SECONDS_MAX);
        }
    }
}
