package worldmesh.mesh.transport;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.quality.StabilityWatch;

/**
 * Measures round trips for the {@link StabilityWatch} while a link carries data: every now and then a record also asks
 * for an acknowledgement at once. Those of the congestion control are of no use for that, since they are of records
 * that overtook others. Confined to its owner.
 */
final class RoundTripAsks {
    /** A link that says little is not made to say twice as much. */
    private static final int LEAST_RECORDS = 4;

    /** An acknowledgement that names a record sent so much later was not caused by the one that asked. */
    private static final long LATEST_NANOS = 150_000_000L;

    /** Those of the last second where they are most frequent; older ones are not measured. */
    private static final int UNANSWERED_MAX = 16;

    private static final long NONE = -1;

    private @Nullable StabilityWatch watch;
    private final long[] asked = new long[UNANSWERED_MAX];
    private final long[] sentAt = new long[UNANSWERED_MAX];
    private int next;
    private long askedAt;
    private int records;

    RoundTripAsks() {
        Arrays.fill(asked, NONE);
    }

    void measureBy(StabilityWatch stability) {
        watch = stability;
    }

    /** True if the record that is about to go with data is to ask. */
    boolean asks(long now) {
        return watch != null && records >= LEAST_RECORDS && now - askedAt >= watch.measureNanos();
    }

    /** A record went; {@code asking} if it will be acknowledged at once. */
    void sent(long counter, boolean asking, long now) {
        records = asking ? 0 : records + 1;
        if (asking) {
            asked[next] = counter;
            sentAt[next] = now;
            next = (next + 1) % UNANSWERED_MAX;
            askedAt = now;
        }
    }

    /** The congestion control has measured a round trip. */
    void onRoundTrip(long nanos, long now) {
        if (watch != null) {
            watch.onRoundTrip(nanos, now);
        }
    }

    /**
     * These records came, says an acknowledgement whose largest is {@code largest}. If that asked as well it is its
     * answer: that of an older one was lost.
     */
    void onAcknowledged(long low, long high, SentRecord largest, long now) {
        if (watch == null) {
            return;
        }
        for (int i = 0; i < UNANSWERED_MAX; i++) {
            if (asked[i] != NONE && asked[i] >= low && asked[i] <= high) {
                boolean own = asked[i] == largest.counter || !largest.asking;
                asked[i] = NONE;
                if (own && largest.sentAt - sentAt[i] < LATEST_NANOS) {
                    watch.onAnswer(now - sentAt[i], now);
                }
            }
        }
    }
}
