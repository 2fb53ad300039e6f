package worldmesh.mesh.link;

/**
 * What one lane carried.
 *
 * @param lane which
 * @param messagesSent messages taken for sending
 * @param messagesReceived messages handed out
 * @param messageBytesSent their bytes, without what the wire adds
 * @param messageBytesReceived the same for what was handed out
 * @param messagesDropped of those taken, the ones that gave way to newer ones before they left; of a reliable lane 0
 */
public record LaneStats(
        Lane lane,
        long messagesSent,
        long messagesReceived,
        long messageBytesSent,
        long messageBytesReceived,
        long messagesDropped) {
    /** A lane that carried nothing. */
    public static LaneStats none(Lane lane) {
        return new LaneStats(lane, 0, 0, 0, 0, 0);
    }
}
