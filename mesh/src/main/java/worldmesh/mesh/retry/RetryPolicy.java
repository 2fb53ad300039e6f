package worldmesh.mesh.retry;

import java.util.random.RandomGenerator;

/**
 * When what failed is tried again: at once, then after pauses that double from the first to the last, each shortened by
 * up to a half by chance, so that all who lost the same peer do not come back in step.
 *
 * @param automatic false if what was lost is not tried again by itself
 * @param firstMillis the pause after the try at once
 * @param lastMillis the longest pause
 */
public record RetryPolicy(boolean automatic, long firstMillis, long lastMillis) {
    /** Of links: a restarted member is back within a second, and a returning host is to be found in two. */
    public static final RetryPolicy LINKS = new RetryPolicy(true, 250, 1_000);

    /** Of connections to a rendezvous: all who lost one are back within ten seconds of its return. */
    public static final RetryPolicy RENDEZVOUS = new RetryPolicy(true, 500, 8_000);

    /** Refuses what cannot work. */
    public RetryPolicy {
        within("peer.reconnect.first-pause-millis", firstMillis, 10, 60_000);
        within("peer.reconnect.last-pause-millis", lastMillis, firstMillis, 600_000);
    }

    /** This policy, or one by which nothing lost is tried again by itself. */
    public RetryPolicy automatic(boolean wanted) {
        return new RetryPolicy(wanted, firstMillis, lastMillis);
    }

    /** The pause after so many tries in a row that failed. */
    long pauseNanos(int tries, RandomGenerator random) {
        long doubled = firstMillis << Math.min(tries - 1, 30);
        long whole = Math.min(lastMillis, doubled) * 1_000_000L;
        return whole / 2 + random.nextLong(whole / 2 + 1);
    }

    private static void within(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    key + " is " + value + ", must be within " + min + ".." + max + "; correct it or remove the line");
        }
    }
}
