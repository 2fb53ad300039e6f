package worldmesh.samples.soak;

import java.nio.file.Path;

/**
 * How a party is upgraded while it plays.
 *
 * @param former a checkout of the former version, built
 * @param seconds how long all play between two upgrades
 * @param json prints one JSON object as the last line
 */
public record SoakUpgradeOptions(Path former, int seconds, boolean json) {
    /** Ten minutes. */
    public static final int SECONDS_MAX = 600;

    /** Refuses a time out of bounds. */
    public SoakUpgradeOptions {
        if (seconds < 1 || seconds > SECONDS_MAX) {
            throw new IllegalArgumentException("--seconds is " + seconds + ", must be within 1.." + SECONDS_MAX);
        }
    }
}
