package worldmesh.mesh.link;

/**
 * Figures of one link. Bytes are those of whole datagrams without IP and UDP headers; {@code relayed} says that all of
 * it goes through another member.
 */
public record LinkStats(
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
        LinkQuality quality) {
    /** The figures of a link that does not exist. */
    public static final LinkStats NONE = of(LinkQuality.NONE);

    /** The figures of a link that carried nothing yet. */
    public static LinkStats of(LinkQuality quality) {
        return new LinkStats(0, 0, 0, 0, 0, 0, 0, 0, 0, false, false, quality);
    }

    /** {@link LinkQuality#rttNanos}. */
    public long rttNanos() {
        return quality.rttNanos();
    }

    /** {@link LinkQuality#lossPercent}. */
    public double lossPercent() {
        return quality.lossPercent();
    }

    /** {@link LinkQuality#jitterNanos}. */
    public long jitterNanos() {
        return quality.jitterNanos();
    }

    /** {@link LinkQuality#unstable}. */
    public boolean unstable() {
        return quality.unstable();
    }
}
