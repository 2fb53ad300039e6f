package worldmesh.mesh.link;

import java.util.List;
import java.util.stream.Stream;

/**
 * The figures a game shows: of one link since it came up, or of all links since the start.
 *
 * @param bytesSent bytes of whole datagrams without IP and UDP headers; in the total also those of handshakes
 * @param bytesReceived the same for what arrived; of a link only what was genuine and new
 * @param averageLatencyMillis the mean of all measured round trips, what players call ping; 0 before the first
 * @param packetLossPercent the share of the other side's datagrams that never arrived or found no room, 0..100
 * @param bytesRelayed of the total: bytes of datagrams carried for others, without what carrying adds; of a link 0
 * @param quality ping, loss, jitter, bandwidth and stability of late, units with {@link LinkQuality}; in the total the
 *     worst of each over all links that are up
 * @param lanes what each lane carried, in the order of {@link Lane}
 */
public record NetworkStats(
        long bytesSent,
        long bytesReceived,
        double averageLatencyMillis,
        double packetLossPercent,
        long bytesRelayed,
        LinkQuality quality,
        List<LaneStats> lanes) {
    /** The figures of a link that does not exist. */
    public static final NetworkStats NONE = new NetworkStats(
            0,
            0,
            0,
            0,
            0,
            LinkQuality.NONE,
            Stream.of(Lane.values()).map(LaneStats::none).toList());

    /** Copies the list. */
    public NetworkStats {
        lanes = List.copyOf(lanes);
    }

    /** What one lane carried. */
    public LaneStats lane(Lane lane) {
        return lanes.stream().filter(each -> each.lane() == lane).findFirst().orElse(LaneStats.none(lane));
    }

    /** Messages taken for sending, of all lanes. */
    public long messagesSent() {
        return lanes.stream().mapToLong(LaneStats::messagesSent).sum();
    }

    /** Messages handed out, of all lanes. */
    public long messagesReceived() {
        return lanes.stream().mapToLong(LaneStats::messagesReceived).sum();
    }
}
