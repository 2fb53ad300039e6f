package worldmesh.mesh.link;

/**
 * Figures of one link. Bytes are those of whole datagrams without IP and UDP headers; {@code lossPercent} is what got
 * lost on the way here lately; {@code relayed} says that all of it goes through another member.
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
        boolean relayed) {
    /** The figures of a link that does not exist. */
    public static final LinkStats NONE = new LinkStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, false, false);
}
