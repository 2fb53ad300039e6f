package worldmesh.peer.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The best answers about the party's time, of which the one counts that leaves the least doubt: half of its round trip,
 * and what clocks may have drifted since (RFC 5905, section 10). Answers that cannot be true together with a later one
 * are dropped: a clock was set, or stood still. Not thread-safe.
 */
final class ClockFilter {
    /** Of more answers those in most doubt are forgotten. */
    static final int SAMPLES = 8;

    /** Two clocks of household machines drift apart by less. */
    private static final long DRIFT_PPM = 100;

    /** Answers come in whole milliseconds, and the clock that gives them may be corrected by a few at a time. */
    private static final long ROUNDING_NANOS = 2_000_000;

    private final List<Sample> samples = new ArrayList<>(SAMPLES + 1);

    private record Sample(long offsetNanos, long halfNanos, long atNanos) {
        long doubtNanos(long nowNanos) {
            return halfNanos + (nowNanos - atNanos) / 1_000_000 * DRIFT_PPM;
        }

        boolean agrees(Sample other, long nowNanos) {
            return Math.abs(offsetNanos - other.offsetNanos)
                    <= doubtNanos(nowNanos) + other.doubtNanos(nowNanos) + ROUNDING_NANOS;
        }
    }

    /**
     * Takes an answer, and tells the party's time by what counts most.
     *
     * @param partyMillis the time that was read {@code rttNanos / 2} ago, give or take as much
     */
    long now(long partyMillis, long rttNanos, long nowNanos) {
        long half = rttNanos / 2;
        Sample newest = new Sample(partyMillis * 1_000_000 + half - nowNanos, half, nowNanos);
        samples.removeIf(sample -> !sample.agrees(newest, nowNanos));
        samples.add(newest);
        samples.sort(Comparator.comparingLong(sample -> sample.doubtNanos(nowNanos)));
        if (samples.size() > SAMPLES) {
            samples.remove(SAMPLES);
        }
        return Math.floorDiv(samples.get(0).offsetNanos + nowNanos, 1_000_000);
    }
}
