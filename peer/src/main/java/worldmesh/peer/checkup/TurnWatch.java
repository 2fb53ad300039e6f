package worldmesh.peer.checkup;

/**
 * Counts a session's updates and the time spent inside of them, over the last seconds. Confined to the session's
 * thread; knows no clock.
 */
public final class TurnWatch {
    /** A game stutters for a moment when it loads; five seconds are its habit. */
    private static final int BUCKETS = 5;

    private static final long BUCKET_NANOS = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final int PERCENT = 100;

    private final long[] turns = new long[BUCKETS];
    private final long[] busyNanos = new long[BUCKETS];
    private final long[] longestNanos = new long[BUCKETS];
    private final long[] spans = new long[BUCKETS];
    private final int asked;
    private int at;
    private boolean begun;
    private long bucketNanos;
    private long turnNanos;

    /** A watch of a session that is asked for so many updates a second; 0 if the game decides. */
    public TurnWatch(int asked) {
        this.asked = asked;
    }

    /** An update begins. */
    public void onTurn(long nowNanos) {
        if (!begun) {
            begun = true;
            bucketNanos = nowNanos;
        } else {
            long pause = nowNanos - turnNanos;
            turns[at]++;
            longestNanos[at] = Math.max(longestNanos[at], pause);
            spans[at] = nowNanos - bucketNanos;
            if (spans[at] >= BUCKET_NANOS) {
                at = (at + 1) % BUCKETS;
                turns[at] = 0;
                busyNanos[at] = 0;
                longestNanos[at] = 0;
                spans[at] = 0;
                bucketNanos = nowNanos;
            }
        }
        turnNanos = nowNanos;
    }

    /** The update that began last is over. */
    public void onTurnEnd(long nowNanos) {
        busyNanos[at] += nowNanos - turnNanos;
    }

    /** What is known now. */
    public TurnFigures figures() {
        long span = 0;
        long count = 0;
        long busy = 0;
        long longest = 0;
        for (int i = 0; i < BUCKETS; i++) {
            span += spans[i];
            count += turns[i];
            busy += busyNanos[i];
            longest = Math.max(longest, longestNanos[i]);
        }
        if (span == 0) {
            return new TurnFigures(0, 0, 0, 0, asked);
        }
        return new TurnFigures(
                (int) (span / NANOS_PER_MILLI),
                (int) Math.round((double) count * BUCKET_NANOS / span),
                (int) Math.min(PERCENT, PERCENT * busy / span),
                (int) (longest / NANOS_PER_MILLI),
                asked);
    }
}
