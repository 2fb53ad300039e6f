package worldmesh.mesh.transport;

import worldmesh.mesh.quality.LineWatch;
import worldmesh.mesh.quality.TrainTimes;
import worldmesh.mesh.wire.RecordHeader;

/** A record of nothing but filling, right behind one with data; the last of a train is acknowledged at once. */
final class TrainRecord {
    private static final int OUTSIDE_BYTES = RecordHeader.OVERHEAD_BYTES + LineWatch.HEADER_BYTES;

    private TrainRecord() {}

    /** Writes the next one behind the header's room; answers where it ends. */
    static int fill(byte[] data, TrainTimes train, long counter) {
        int content = Math.min(Math.max(2, train.left()), Transport.MAX_CONTENT_BYTES);
        boolean last = train.followed(counter, content, content + OUTSIDE_BYTES);
        int at = RecordHeader.BYTES;
        data[at++] = (byte) (last ? FrameKind.PING : FrameKind.PADDING);
        while (at < RecordHeader.BYTES + content) {
            data[at++] = FrameKind.PADDING;
        }
        return at;
    }
}
