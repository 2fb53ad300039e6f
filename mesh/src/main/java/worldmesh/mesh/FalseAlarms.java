package worldmesh.mesh;

/**
 * Silences of a peer that were none: it was heard again within a second, as one whose machine is busy. Coming back by a
 * ticket costs both machines signatures and agreements, and so makes a busy one busier: after each false alarm it waits
 * for longer, for which the pings go on. A path that was really gone is silent for longer. Confined to the owner.
 */
final class FalseAlarms {
    /** A peer that is heard again within so long of being suspected stood still; it had not gone. */
    static final long SHORT_NANOS = 1_000_000_000L;

    /** What is waited after the first false alarm; it doubles with each. */
    static final long FIRST_PAUSE_NANOS = 250_000_000L;

    static final long LAST_PAUSE_NANOS = 2_000_000_000L;

    /** After so long without one it is as if there had never been one. */
    static final long FORGOTTEN_NANOS = 20_000_000_000L;

    private static final long NEVER = Long.MAX_VALUE;

    private long silentSince = NEVER;
    private long lastAlarm = NEVER;
    private long pause;

    /** The peer is suspected: true if it is time to come back by a ticket. */
    boolean isTime(long now) {
        silentSince = silentSince == NEVER ? now : silentSince;
        forget(now);
        return now - silentSince >= pause;
    }

    /** The peer is heard again. */
    void heard(long now) {
        if (silentSince != NEVER && now - silentSince < SHORT_NANOS + pause) {
            forget(now);
            pause = pause == 0 ? FIRST_PAUSE_NANOS : Math.min(LAST_PAUSE_NANOS, 2 * pause);
            lastAlarm = now;
        }
        silentSince = NEVER;
    }

    private void forget(long now) {
        if (lastAlarm != NEVER && now - lastAlarm >= FORGOTTEN_NANOS) {
            lastAlarm = NEVER;
            pause = 0;
        }
    }
}
