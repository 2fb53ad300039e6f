package worldmesh.world.causal;

/**
 * A hybrid logical clock on world time: 48 bits of milliseconds and 16 of logic in one unsigned number. It never steps
 * back and every tick is greater than all it saw. Not thread-safe.
 */
public final class HybridClock {
    /** How far a stamp may be ahead of world time before it waits. Half a second, as in reference/crdt.md §4. */
    public static final long MAX_AHEAD_MILLIS = 500;

    private static final int LOGIC_BITS = 16;

    private long last;
    private long worldMillis;

    /** Tells the clock the current world time; an earlier time than before is ignored. */
    public void advance(long millis) {
        worldMillis = Math.max(worldMillis, millis);
    }

    /** The latest world time the clock was told. */
    public long worldMillis() {
        return worldMillis;
    }

    /** A stamp greater than every one that was ticked or observed before. */
    public long tick() {
        last = Math.max(last + 1, worldMillis << LOGIC_BITS);
        return last;
    }

    /** Takes note of a stamp seen from elsewhere. */
    public void observe(long stamp) {
        last = Math.max(last, stamp);
    }

    /** The milliseconds of a stamp. */
    public static long millis(long stamp) {
        return stamp >>> LOGIC_BITS;
    }

    /** The last stamp of a millisecond. */
    public static long lastOf(long millis) {
        return (millis << LOGIC_BITS) | ((1L << LOGIC_BITS) - 1);
    }

    /** True if the stamp is so far ahead of world time that it has to wait. */
    public static boolean farAhead(long stamp, long worldMillis) {
        return millis(stamp) > worldMillis + MAX_AHEAD_MILLIS;
    }
}
