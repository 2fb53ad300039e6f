package worldmesh.samples.hybrid;

import worldmesh.samples.troupe.Cast;

/**
 * How the party of anglers runs.
 *
 * @param peers how many, each a process
 * @param seconds how long they fish and talk, without starting, settling and checking
 * @param settleSeconds how long they do before that is judged: their programs are compiled then, on one machine for all
 * @param kills how often whoever holds the authority is killed; it stays away, and a majority must be left
 * @param json prints one JSON object as the last line
 */
public record HybridOptions(int peers, int seconds, int settleSeconds, int kills, boolean json) {
    /** With fewer no majority is left when the holder dies. */
    public static final int PEERS_MIN = 3;

    /** Shorter, and the party may not have changed its roster before the next one dies. */
    public static final int SECONDS_PER_KILL_MIN = 5;

    /** Longer, and the diaries fill the disk. */
    public static final int SECONDS_MAX = 3_600;

    /** Longer is nobody's program compiled. */
    public static final int SETTLE_SECONDS_MAX = 600;

    /** Refuses what is out of bounds. */
    public HybridOptions {
        within("the number of peers", peers, PEERS_MIN, Cast.PLAYERS_MAX);
        within("the number of kills", kills, 0, peers - 2);
        within("the number of seconds to settle", settleSeconds, 0, SETTLE_SECONDS_MAX);
        within("the number of seconds", seconds, SECONDS_PER_KILL_MIN * (kills + 1), SECONDS_MAX);
    }

    private static void within(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " is " + value + ", must be within " + min + ".." + max);
        }
    }
}
