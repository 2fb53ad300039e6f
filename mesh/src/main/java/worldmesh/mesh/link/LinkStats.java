package worldmesh.mesh.link;

/**
 * Figures of one link. Bytes are those of whole datagrams without IP and UDP headers; {@code lossPercent} is what got
 * lost on the way here lately; {@code relayed} says that all of it goes through another member; {@code jitterNanos} is
 * by how much successive round trips of the last two seconds differ at the mean; {@code unstable} that this, losses or
 * rises of the round trip are or were felt within the last ten seconds.
 */
public record LinkStats(
        long rttNanos,
        double lossPercent,
        long bytesSent,
        long bytesReceived,
        long datagramsSent,
        long datagramsReceived,
        long messagesSent,
        long messagesReceived,
        long resentBytes,
        long queuedBytes,
        long rekeys,
        boolean suspected,
        boolean relayed,
        long jitterNanos,
        boolean unstable) {
    /** The figures of a link that does not exist. */
    public static final LinkStats NONE = new LinkStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, false, false, 0, false);
}
