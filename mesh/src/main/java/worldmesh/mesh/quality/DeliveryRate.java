package worldmesh.mesh.quality;

import org.jspecify.annotations.Nullable;

/**
 * How much a line carries, by how much of what was sent came in a while: delivery-rate samples as in
 * draft-ietf-ccwg-bbr §4.1, of acknowledgements that are a fifth of a second to two seconds apart. A sample while a
 * queue stands in front of the line is what it carries; any other only says that it carries that much (§4.1.2.3:
 * application-limited). Confined to its owner.
 */
final class DeliveryRate {
    /**
     * What was carried is known at acknowledgements alone, which are of times when nothing was lost: so it is reckoned
     * between them for times that are so far apart, or bursts of losses would count for less than they are.
     */
    private static final long STEP_NANOS = 50_000_000L;

    /** The least time of a sample: what arrives together is parted by chance. */
    static final long SHORT_NANOS = 200_000_000L;

    /**
     * The time of a sample where there is that much: it begins and ends with a record that came, so that a burst of
     * losses of a fifth of a second makes a tenth of one of a second.
     */
    static final long LONG_NANOS = 2_000_000_000L;

    /** What a line carried at its best without being full is remembered for so long. */
    static final long MEMORY_NANOS = 10_000_000_000L;

    /** A longer round trip than the shortest by so much is a queue, where jitter does not make as much. */
    static final long QUEUE_NANOS = 40_000_000L;

    /**
     * A line that carries so many times what it carried when it was full, also if for once nothing is lost, has become
     * faster; less is chance.
     */
    private static final double FASTER = 1.25;

    /** Weight of one of the samples of a full line, if it is of the whole time. */
    private static final double WEIGHT = 0.25;

    private static final int FEW_PARTS = 5;
    private static final double MOST_LOSS = 0.9;
    private static final int POINTS = 64;
    private static final double BITS_PER_BYTE_AND_SECOND = 8e9;

    /**
     * What was known when an acknowledgement was read.
     *
     * @param arrivedAt when the newest record that it names came, give or take the way back
     * @param sentAt when that was sent
     * @param carried bytes that came by then
     * @param sent bytes that were sent up to that record
     */
    record Point(long arrivedAt, long sentAt, long carried, long sent) {
        private Point towards(Point next, long at) {
            double share = (at - arrivedAt) / (double) (next.arrivedAt - arrivedAt);
            return new Point(
                    at,
                    sentAt + (long) (share * (next.sentAt - sentAt)),
                    carried + (long) (share * (next.carried - carried)),
                    sent + (long) (share * (next.sent - sent)));
        }
    }

    private final @Nullable Point[] points = new Point[POINTS];
    private final boolean[] queued = new boolean[POINTS];
    private @Nullable Point known;
    private int newest;
    private int count;
    private double bits;
    private double loss;
    private boolean reached;
    private long bestAt;
    private double throughput = 1;

    /** Of what goes there so much is lost; at most nine tenths are believed. */
    void onLoss(double share) {
        loss = Math.min(MOST_LOSS, share);
    }

    /** An acknowledgement was read, while so much waited in front of the line; true if it was full all the while. */
    boolean onPoint(Point point, long queueNanos) {
        Point last = known;
        known = point;
        if (last == null || point.arrivedAt - last.arrivedAt >= POINTS * STEP_NANOS) {
            count = 0;
            return false;
        }
        boolean full = false;
        long step = Math.floorDiv(last.arrivedAt, STEP_NANOS) + 1;
        for (; step * STEP_NANOS <= point.arrivedAt; step++) {
            newest = (newest + 1) % POINTS;
            points[newest] = last.towards(point, step * STEP_NANOS);
            queued[newest] = queueNanos >= QUEUE_NANOS;
            count = Math.min(POINTS, count + 1);
            full = onStep();
        }
        return full;
    }

    private boolean onStep() {
        Point point = points[newest];
        Point recent = before(SHORT_NANOS);
        if (point == null || recent == null) {
            return false;
        }
        throughput = Math.min(1, (point.sentAt - recent.sentAt) / (double) (point.arrivedAt - recent.arrivedAt));
        if (queuedSince(recent)) {
            Point oldest = queuedBefore();
            onFull(point, oldest == null ? recent : oldest);
            return true;
        }
        Point far = before(LONG_NANOS);
        if (far != null) {
            onOpen(rate(point, far), point.arrivedAt);
        }
        return false;
    }

    /** The newest point that is so much older than the newest of all, or null. */
    private @Nullable Point before(long nanos) {
        Point last = points[newest];
        for (int back = 1; back < count && last != null; back++) {
            Point each = points[Math.floorMod(newest - back, POINTS)];
            if (each != null && last.arrivedAt - each.arrivedAt >= nanos) {
                return last.arrivedAt - each.arrivedAt < 3 * nanos ? each : null;
            }
        }
        return null;
    }

    private boolean queuedSince(Point oldest) {
        for (int back = 0; back < count; back++) {
            int i = Math.floorMod(newest - back, POINTS);
            if (!queued[i]) {
                return false;
            }
            if (oldest.equals(points[i])) {
                return true;
            }
        }
        return false;
    }

    /**
     * The oldest point of the last two seconds since which a queue stood, give or take a round trip that jitter made
     * short: to begin after that one would be to begin late.
     */
    private @Nullable Point queuedBefore() {
        Point last = points[newest];
        Point oldest = null;
        int without = 0;
        for (int back = 1; back < count && last != null; back++) {
            int i = Math.floorMod(newest - back, POINTS);
            Point each = points[i];
            without += queued[i] ? 0 : 1;
            if (each == null || without * FEW_PARTS > back || last.arrivedAt - each.arrivedAt > LONG_NANOS) {
                return oldest;
            }
            oldest = each;
        }
        return oldest;
    }

    private static double rate(Point to, Point from) {
        return (to.carried - from.carried) * BITS_PER_BYTE_AND_SECOND / Math.max(1, to.arrivedAt - from.arrivedAt);
    }

    private void onFull(Point to, Point from) {
        double sample = rate(to, from);
        long nanos = to.arrivedAt - from.arrivedAt;
        boolean faster = nanos >= LONG_NANOS / 2 && sample >= FASTER * bits / (1 - loss);
        bits = reached && !faster ? bits + (sample - bits) * WEIGHT * nanos / LONG_NANOS : sample;
        reached = true;
        bestAt = to.arrivedAt;
    }

    private void onOpen(double sample, long at) {
        boolean more = sample >= (reached ? FASTER * bits / (1 - loss) : bits);
        if (more || (!reached && at - bestAt >= MEMORY_NANOS)) {
            reached = false;
            bits = sample;
            bestAt = at;
        }
    }

    void restart() {
        count = 0;
        known = null;
        bits = 0;
        reached = false;
        throughput = 1;
    }

    long bitsPerSecond() {
        return (long) bits;
    }

    boolean reached() {
        return reached;
    }

    double throughput() {
        return throughput;
    }
}
