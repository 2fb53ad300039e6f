package worldmesh.benchmarks.quality;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.rate.RateTerms;
import worldmesh.peer.rate.UpdateRate;
import worldmesh.testkit.mesh.SimulatedPair;
import worldmesh.testkit.net.LinkShape;

/**
 * A sender of motion whose rate follows an emulated line, in virtual time: over a line that stays as it is, then
 * squeezed to 64 kbit/s, then as it was. One thread.
 */
final class RateTrial {
    /** The demands of rows L7 and L8. */
    static final int CHANGES_MAX = 2;

    static final int SQUEEZED_HERTZ_MAX = 10;
    static final double DOWN_MILLIS_MAX = 1_000;
    static final double QUEUE_MILLIS_MAX = 200;
    static final double UP_MILLIS_MAX = 5_000;

    private static final int ALL = 255;
    private static final int FULL_HERTZ = 20;
    private static final int BEATS = 3;
    private static final int UPDATE_BYTES = 700;
    private static final long SQUEEZED_BITS = 64_000;
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final long CONNECT_NANOS = 120 * SECOND;
    private static final long CALM_NANOS = 45 * SECOND;
    private static final long SQUEEZED_NANOS = 35 * SECOND;
    private static final long WINDOW_NANOS = 30 * SECOND;
    private static final long TICK_NANOS = SECOND / 60;

    private final SimulatedPair pair;
    private final UpdateRate rate = new UpdateRate(RateTerms.DEFAULT);
    private final Deque<Long> changed = new ArrayDeque<>();
    private int tick;
    private long beat;
    private boolean waits;
    private int known;
    private int worst;

    private RateTrial(LinkShape shape, long seed) {
        this.pair = new SimulatedPair(shape, shape, seed);
    }

    /**
     * What came of it.
     *
     * @param changes of the rate in the worst half minute of the line as it is
     * @param squeezedChanges the same while it is squeezed
     * @param downMillis from the squeeze to at most ten updates a second
     * @param queueMillis the longest that anything waited in front of the line, the squeeze included
     * @param hertz updates a second on the squeezed line at the end
     * @param upMillis from its end to the rate of before
     */
    record Result(
            String line,
            int changes,
            int squeezedChanges,
            double downMillis,
            double queueMillis,
            int hertz,
            double upMillis) {
        boolean steady() {
            return changes <= CHANGES_MAX && squeezedChanges <= CHANGES_MAX;
        }

        boolean passed() {
            return steady()
                    && downMillis <= DOWN_MILLIS_MAX
                    && queueMillis <= QUEUE_MILLIS_MAX
                    && upMillis <= UP_MILLIS_MAX;
        }

        String toJson() {
            return String.format(
                    Locale.ROOT,
                    "{\"line\":\"%s\",\"changesIn30s\":%d,\"squeezedChangesIn30s\":%d,\"downMillis\":%.0f,"
                            + "\"queueMillisMax\":%.0f,\"hertz\":%d,"
                            + "\"upMillis\":%.0f,\"passed\":%b}",
                    line,
                    changes,
                    squeezedChanges,
                    downMillis,
                    queueMillis,
                    hertz,
                    upMillis,
                    passed());
        }
    }

    /** Takes a sender over that line. */
    static Result run(String name, LinkShape shape, long seed) {
        return new RateTrial(shape, seed).run(name, shape);
    }

    /** How often the rate changed in the worst half minute of a line that stays. */
    static int calm(LinkShape shape, long seed) {
        RateTrial trial = new RateTrial(shape, seed);
        trial.connect();
        trial.until(CALM_NANOS, Integer.MAX_VALUE, false);
        return trial.worst;
    }

    private void connect() {
        if (!pair.connect(CONNECT_NANOS)) {
            throw new IllegalStateException("no link within " + CONNECT_NANOS / SECOND + " s");
        }
    }

    private Result run(String name, LinkShape shape) {
        connect();
        until(CALM_NANOS, Integer.MAX_VALUE, false);
        int calm = worst;
        changed.clear();
        worst = 0;
        pair.there().reshape(shape.withRate(SQUEEZED_BITS, SECOND));
        double down = until(SQUEEZED_NANOS, SQUEEZED_HERTZ_MAX, true);
        until(SQUEEZED_NANOS, Integer.MAX_VALUE, false);
        int hertz = rate.hertz(FULL_HERTZ);
        int squeezed = worst;
        long longest = pair.there().counts().queueNanosMax();
        pair.there().reshape(shape);
        changed.clear();
        double up = until(SQUEEZED_NANOS, FULL_HERTZ, false);
        return new Result(name, calm, squeezed, down, longest / (double) MILLI, hertz, up);
    }

    /** Plays on until the rate is at most, or at least, so much; answers how many milliseconds that took. */
    private double until(long nanos, int hertz, boolean atMost) {
        long begun = pair.scheduler().nowNanos();
        while (pair.scheduler().nowNanos() < begun + nanos) {
            int now = rate.hertz(FULL_HERTZ);
            if (atMost ? now <= hertz : now >= hertz) {
                break;
            }
            play();
        }
        return (pair.scheduler().nowNanos() - begun) / (double) MILLI;
    }

    private void play() {
        long now = pair.scheduler().nowNanos();
        waits |= tick++ % BEATS == 0;
        if (waits) {
            look(now);
        }
        if (tick % BEATS == 0) {
            pair.far().send(pair.near().self(), Lane.STATE, 0, new byte[UPDATE_BYTES]);
        }
        pair.run(TICK_NANOS);
        pair.near().drain(signal -> {}, Integer.MAX_VALUE);
        pair.far().drain(signal -> {}, Integer.MAX_VALUE);
    }

    private void look(long now) {
        int probe = rate.look(pair.near().stats(pair.far().self()).quality(), now);
        if (probe > 0) {
            pair.near().probe(pair.far().self(), probe);
        }
        int hertz = rate.hertz(ALL);
        long at = hertz == ALL ? beat + 1 : now / (SECOND / hertz);
        if (!rate.holds(now) && at != beat) {
            beat = at;
            waits = false;
            pair.near().send(pair.far().self(), Lane.STATE, 0, new byte[UPDATE_BYTES]);
            rate.onSent(now);
        }
        for (; known < rate.changes(); known++) {
            changed.addLast(now);
        }
        while (!changed.isEmpty() && now - changed.getFirst() > WINDOW_NANOS) {
            changed.removeFirst();
        }
        worst = Math.max(worst, changed.size());
    }
}
