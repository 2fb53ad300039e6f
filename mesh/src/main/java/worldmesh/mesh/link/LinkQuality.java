package worldmesh.mesh.link;

/**
 * How good a link is. Ping, loss, jitter, bandwidth and stability are what a game shows; the last two are what the rate
 * of its updates is chosen by.
 *
 * @param rttNanos the smoothed round trip in nanoseconds, 0 before the first
 * @param lossPercent of the last hundred or so datagrams the share lost on the way here, 0..100
 * @param lossSentPercent the same of the way there, as the other side acknowledges, 0..100
 * @param jitterNanos by how many nanoseconds successive round trips of the last two seconds differ at the mean
 * @param bandwidthBitsPerSecond what the line there was seen to carry of late, headers of IPv4 and UDP counted and
 *     losses taken off, in bits a second; 0 while nothing is known
 * @param bandwidthReached true if that is all it carries, false if it was not asked for more
 * @param queueNanos how many nanoseconds what is sent now waits in front of the line, beyond what jitter explains
 * @param throughput how long what came in the last fifth of a second took to be sent, as a share of that; below 1 a
 *     queue grows
 * @param unstable true if jitter, losses or rises of the round trip are or were felt within the last ten seconds
 */
public record LinkQuality(
        long rttNanos,
        double lossPercent,
        double lossSentPercent,
        long jitterNanos,
        long bandwidthBitsPerSecond,
        boolean bandwidthReached,
        long queueNanos,
        double throughput,
        boolean unstable) {
    /** The quality of a link that does not exist. */
    public static final LinkQuality NONE = new LinkQuality(0, 0, 0, 0, 0, false, 0, 1, false);

    /** Of each figure the worse one; what is not known of one of the two is that of the other. */
    public LinkQuality worse(LinkQuality other) {
        boolean narrower = bandwidthBitsPerSecond != 0
                && (other.bandwidthBitsPerSecond == 0 || bandwidthBitsPerSecond <= other.bandwidthBitsPerSecond);
        return new LinkQuality(
                Math.max(rttNanos, other.rttNanos),
                Math.max(lossPercent, other.lossPercent),
                Math.max(lossSentPercent, other.lossSentPercent),
                Math.max(jitterNanos, other.jitterNanos),
                narrower ? bandwidthBitsPerSecond : other.bandwidthBitsPerSecond,
                narrower ? bandwidthReached : other.bandwidthReached,
                Math.max(queueNanos, other.queueNanos),
                Math.min(throughput, other.throughput),
                unstable || other.unstable);
    }

    /** That of a link of which only the round trip is known. */
    public static LinkQuality ofRoundTrip(long nanos) {
        return new LinkQuality(nanos, 0, 0, 0, 0, false, 0, 1, false);
    }
}
