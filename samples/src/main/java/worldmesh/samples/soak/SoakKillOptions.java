package worldmesh.samples.soak;

/**
 * How the host is killed again and again.
 *
 * @param kills how often
 * @param seed draws the moments
 * @param json prints one JSON object as the last line
 */
public record SoakKillOptions(int kills, long seed, boolean json) {
    /** An hour and more. */
    public static final int KILLS_MAX = 1_000;

    /** Refuses a number of kills out of bounds. */
    public SoakKillOptions {
        if (kills < 1 || kills > KILLS_MAX) {
            throw new IllegalArgumentException("--kills is " + kills + ", must be within 1.." + KILLS_MAX);
        }
    }
}
