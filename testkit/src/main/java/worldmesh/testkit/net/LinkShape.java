package worldmesh.testkit.net;

/**
 * What one direction of a line does to datagrams.
 *
 * @param delayNanos the least time a datagram takes
 * @param jitterNanos what is added at random, evenly spread
 * @param ordered true if jitter makes no datagram overtake another, as on most real lines
 * @param lossShare the share of datagrams that vanish in the long run, 0..1
 * @param burstMean how many are lost in a row at the mean; 1: each is lost on its own, else as in the model of
 *     Gilbert and Elliott
 * @param duplicateShare the share that arrives twice, 0..1
 * @param reorderShare the share that is held back so that later ones overtake it, 0..1
 * @param reorderNanos how long a datagram is held back
 * @param bitsPerSecond what the line carries, counted with {@link #HEADER_BYTES}; 0: no bound
 * @param queueNanos how long a datagram may wait in front of the line; one that would wait longer is dropped
 */
public record LinkShape(
        long delayNanos,
        long jitterNanos,
        boolean ordered,
        double lossShare,
        double burstMean,
        double duplicateShare,
        double reorderShare,
        long reorderNanos,
        long bitsPerSecond,
        long queueNanos) {
    /** Headers of IPv4 and UDP, which a line carries as well. */
    public static final int HEADER_BYTES = 28;

    /** What a home router holds: a tenth of a second. */
    public static final long DEFAULT_QUEUE_NANOS = 100_000_000L;

    /** How long a datagram is held back unless told otherwise. */
    public static final long DEFAULT_REORDER_NANOS = 10_000_000L;

    /** Refuses what cannot be. */
    public LinkShape {
        notNegative("delay", delayNanos);
        notNegative("jitter", jitterNanos);
        notNegative("reorder delay", reorderNanos);
        notNegative("rate", bitsPerSecond);
        notNegative("queue", queueNanos);
        share("loss", lossShare);
        share("duplicate", duplicateShare);
        share("reorder", reorderShare);
        if (!(burstMean >= 1 && burstMean <= 10_000)) {
            throw new IllegalArgumentException("burst is " + burstMean + ", must be within 1..10000 datagrams");
        }
    }

    /** A line that does nothing. */
    public static LinkShape clear() {
        return new LinkShape(0, 0, true, 0, 1, 0, 0, DEFAULT_REORDER_NANOS, 0, DEFAULT_QUEUE_NANOS);
    }

    /** The same with another delay. */
    public LinkShape withDelay(long nanos, long newJitterNanos) {
        return new LinkShape(
                nanos,
                newJitterNanos,
                ordered,
                lossShare,
                burstMean,
                duplicateShare,
                reorderShare,
                reorderNanos,
                bitsPerSecond,
                queueNanos);
    }

    /** The same with another loss. */
    public LinkShape withLoss(double share, double mean) {
        return new LinkShape(
                delayNanos,
                jitterNanos,
                ordered,
                share,
                mean,
                duplicateShare,
                reorderShare,
                reorderNanos,
                bitsPerSecond,
                queueNanos);
    }

    /** The same with other reordering. */
    public LinkShape withReorder(double share, long nanos) {
        return new LinkShape(
                delayNanos,
                jitterNanos,
                ordered,
                lossShare,
                burstMean,
                duplicateShare,
                share,
                nanos,
                bitsPerSecond,
                queueNanos);
    }

    /** The same with another share of datagrams that arrive twice. */
    public LinkShape withDuplicates(double share) {
        return new LinkShape(
                delayNanos,
                jitterNanos,
                ordered,
                lossShare,
                burstMean,
                share,
                reorderShare,
                reorderNanos,
                bitsPerSecond,
                queueNanos);
    }

    /** The same with another rate and queue. */
    public LinkShape withRate(long newBitsPerSecond, long newQueueNanos) {
        return new LinkShape(
                delayNanos,
                jitterNanos,
                ordered,
                lossShare,
                burstMean,
                duplicateShare,
                reorderShare,
                reorderNanos,
                newBitsPerSecond,
                newQueueNanos);
    }

    private static void notNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " is " + value + ", must not be negative");
        }
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " share is " + value + ", must be within 0..1");
        }
    }
}
