package worldmesh.mesh.session;

/** When to send again: doubling from 150 ms to 1.2 s, back to the start whenever the other side answers. */
public final class Backoff {
    /** Far above a LAN's round trip, near the round trip to the other side of the world. */
    static final long FIRST_NANOS = 150_000_000L;

    static final long LONGEST_NANOS = 1_200_000_000L;

    private long interval = FIRST_NANOS;
    private long sent;
    private long next;

    /** Begins anew. */
    public void restart(long now) {
        interval = FIRST_NANOS;
        sent = now;
        next = now + interval;
    }

    /** The next time comes as soon as if the doubling had not begun: the way may be open again. */
    public void hurry() {
        interval = FIRST_NANOS;
        next = Math.min(next, sent + interval);
    }

    /** It is time now, and the doubling begins anew: what was said went nowhere. */
    public void anew(long now) {
        interval = FIRST_NANOS / 2;
        next = now;
    }

    /** True if it is time. */
    public boolean due(long now) {
        return now - next >= 0;
    }

    /** It was said again: the next time is later. */
    public void retried(long now) {
        interval = Math.min(LONGEST_NANOS, interval * 2);
        sent = now;
        next = now + interval;
    }

    /** When it is time. */
    public long nextNanos() {
        return next;
    }
}
