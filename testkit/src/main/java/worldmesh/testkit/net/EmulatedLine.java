package worldmesh.testkit.net;

import java.util.random.RandomGenerator;

/**
 * One direction of a line: tells of each datagram when it arrives, perhaps twice, or that it does not. First the queue
 * in front of the line, then loss, then the way. Knows no sockets and no time but what it is told. One thread.
 */
public final class EmulatedLine {
    private static final double NANOS_PER_SECOND = 1e9;

    private final RandomGenerator random;
    private LinkShape shape;
    private long busyUntil = Long.MIN_VALUE;
    private long lastArrival = Long.MIN_VALUE;
    private boolean bursting;
    private long offered;
    private long offeredBytes;
    private long delivered;
    private long lost;
    private long queueDrops;
    private long duplicated;
    private long reordered;
    private long queueSum;
    private long queueMax;
    private long deliveredBytes;
    private long waySum;

    /** A line of this shape whose chances come from {@code random}. */
    public EmulatedLine(LinkShape shape, RandomGenerator random) {
        this.shape = shape;
        this.random = random;
    }

    /** Where copies of a datagram go. */
    @FunctionalInterface
    public interface Arrivals {
        /** One copy arrives at {@code atNanos}. */
        void at(long atNanos);
    }

    /** From now on datagrams fare as {@code newShape} says; those under way are not changed. */
    public void reshape(LinkShape newShape) {
        shape = newShape;
    }

    /** How long a datagram that came now would wait in the queue. */
    public long backlogNanos(long now) {
        return Math.max(0, busyUntil - now);
    }

    /** What has happened so far. */
    public LinkCounts counts() {
        return new LinkCounts(
                offered,
                offeredBytes,
                delivered,
                lost,
                queueDrops,
                duplicated,
                reordered,
                queueSum,
                queueMax,
                deliveredBytes,
                waySum);
    }

    /** A datagram comes to the near end at {@code now}; answers how many copies will arrive. */
    public int offer(int bytes, long now, Arrivals arrivals) {
        offered++;
        offeredBytes += bytes;
        long left = throughQueue(bytes, now);
        if (left < 0) {
            queueDrops++;
            return 0;
        }
        if (loses()) {
            lost++;
            return 0;
        }
        deliveredBytes += bytes + LinkShape.HEADER_BYTES;
        arrive(left, now, arrivals);
        if (shape.duplicateShare() > 0 && random.nextDouble() < shape.duplicateShare()) {
            duplicated++;
            arrive(left, now, arrivals);
            return 2;
        }
        return 1;
    }

    /** When the last bit of the datagram is on the line; -1 if it found no room. */
    private long throughQueue(int bytes, long now) {
        if (shape.bitsPerSecond() == 0) {
            return now;
        }
        long start = Math.max(now, busyUntil);
        long wait = start - now;
        if (wait > shape.queueNanos()) {
            return -1;
        }
        queueSum += wait;
        queueMax = Math.max(queueMax, wait);
        double bits = 8.0 * (bytes + LinkShape.HEADER_BYTES);
        busyUntil = start + (long) (bits * NANOS_PER_SECOND / shape.bitsPerSecond());
        return busyUntil;
    }

    /** Gilbert and Elliott: in the bad state everything is lost, and it lasts for {@code burstMean} at the mean. */
    private boolean loses() {
        double chance = random.nextDouble();
        if (shape.burstMean() <= 1 || shape.lossShare() >= 1) {
            return chance < shape.lossShare();
        }
        double leave = 1 / shape.burstMean();
        double enter = Math.min(1, shape.lossShare() * leave / (1 - shape.lossShare()));
        bursting = bursting ? chance >= leave : chance < enter;
        return bursting;
    }

    private void arrive(long left, long offeredAt, Arrivals arrivals) {
        long jitter = shape.jitterNanos() == 0 && shape.ordered() ? 0 : random.nextLong(shape.jitterNanos() + 1);
        long at = left + shape.delayNanos() + jitter;
        if (shape.reorderShare() > 0 && random.nextDouble() < shape.reorderShare()) {
            reordered++;
            at = left + shape.delayNanos() + shape.reorderNanos();
        } else if (shape.ordered()) {
            at = Math.max(at, lastArrival);
            lastArrival = at;
        }
        delivered++;
        waySum += at - offeredAt;
        arrivals.at(at);
    }
}
