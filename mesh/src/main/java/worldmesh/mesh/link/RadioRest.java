package worldmesh.mesh.link;

import org.jspecify.annotations.Nullable;

/**
 * How an end of a link spares its radio, which the other end is told: it is asked for signs of life at its own moments
 * only, once a period, all its links at once. Beyond that, {@code silent}: nothing at all is said in between.
 *
 * @param periodMillis from one such moment to the next; 0 for no rest
 * @param silent true if messages wait for the next moment too
 */
public record RadioRest(int periodMillis, boolean silent) {
    /** No rest: the end may be spoken to at any time. */
    public static final RadioRest NONE = new RadioRest(0, false);

    /** The longest rest: a link whose end rests is given up after four of these. */
    public static final int PERIOD_MILLIS_MAX = 5_000;

    /** The shortest: what rests less often than a link asks anyway spares nothing. */
    public static final int PERIOD_MILLIS_MIN = 250;

    private static final int SILENT = 0x8000;

    /** Refuses what cannot be. */
    public RadioRest {
        if (!isPeriod(periodMillis) || (periodMillis == 0 && silent)) {
            throw new IllegalArgumentException("a rest of " + periodMillis + " ms is asked for, must be 0 for none or "
                    + PERIOD_MILLIS_MIN + ".." + PERIOD_MILLIS_MAX);
        }
    }

    private static boolean isPeriod(int millis) {
        return millis == 0 || (millis >= PERIOD_MILLIS_MIN && millis <= PERIOD_MILLIS_MAX);
    }

    /** As in a frame: docs/wire-mesh.md. */
    public int wire() {
        return periodMillis | (silent ? SILENT : 0);
    }

    /** What a frame says; null if no end may say that. */
    public static @Nullable RadioRest ofWire(int word) {
        int period = word & ~SILENT;
        boolean quiet = (word & SILENT) != 0;
        return isPeriod(period) && !(period == 0 && quiet) ? new RadioRest(period, quiet) : null;
    }

    /** One period. */
    public long nanos() {
        return periodMillis * 1_000_000L;
    }
}
