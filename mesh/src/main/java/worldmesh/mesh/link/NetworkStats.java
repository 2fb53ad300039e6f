package worldmesh.mesh.link;

/**
 * The figures a game shows: of one link since it came up, or of all links since the start.
 *
 * @param bytesSent bytes of whole datagrams without IP and UDP headers; in the total also those of handshakes
 * @param bytesReceived the same for what arrived; of a link only what was genuine and new
 * @param messagesSent messages taken for sending
 * @param messagesReceived messages handed out
 * @param averageLatencyMillis the mean of all measured round trips, what players call ping; 0 before the first
 * @param packetLossPercent the share of the other side's datagrams that never arrived or found no room, 0..100
 * @param bytesRelayed of the total: bytes of datagrams carried for others, without what carrying adds; of a link 0
 */
public record NetworkStats(
        long bytesSent,
        long bytesReceived,
        long messagesSent,
        long messagesReceived,
        double averageLatencyMillis,
        double packetLossPercent,
        long bytesRelayed) {
    /** The figures of a link that does not exist. */
    public static final NetworkStats NONE = new NetworkStats(0, 0, 0, 0, 0, 0, 0);
}
