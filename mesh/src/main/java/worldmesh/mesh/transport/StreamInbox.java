package worldmesh.mesh.transport;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.session.StreamPosition;
import worldmesh.runtime.bytes.ByteReader;

/** The receiving ends of all streams of both reliable lanes, with one bound for their memory. Confined to its owner. */
final class StreamInbox {
    /** Memory of all receiving streams of a link together. */
    private static final long MAX_RECEIVE_BYTES = 16 << 20;

    private final @Nullable StreamReceiver[] reliable = new @Nullable StreamReceiver[256];
    private final @Nullable StreamReceiver[] bulk = new @Nullable StreamReceiver[256];
    private long heldBytes;

    /** What has arrived of every stream without a gap. */
    List<StreamPosition> arrived() {
        List<StreamPosition> positions = new ArrayList<>();
        for (int stream = 0; stream < 256; stream++) {
            StreamReceiver one = reliable[stream];
            if (one != null && one.arrived() > 0) {
                positions.add(new StreamPosition(stream, one.arrived()));
            }
            StreamReceiver other = bulk[stream];
            if (other != null && other.arrived() > 0) {
                positions.add(new StreamPosition(StreamPosition.BULK + stream, other.arrived()));
            }
        }
        return positions;
    }

    /** Takes a chunk behind its kind; false if no honest sender sends this. */
    boolean receive(Lane lane, ByteReader in, TransportEvents events) {
        int stream = in.u8();
        long offset = in.varint();
        int length = in.count(Transport.MAX_CONTENT_BYTES);
        int from = in.position();
        in.skip(length);
        if (!in.ok()) {
            return false;
        }
        @Nullable StreamReceiver[] streams = lane == Lane.BULK ? bulk : reliable;
        StreamReceiver receiver = streams[stream];
        if (receiver == null) {
            receiver = new StreamReceiver(lane, stream);
            streams[stream] = receiver;
        }
        heldBytes -= receiver.held();
        boolean proper = receiver.onChunk(offset, in.array(), from, length, events);
        heldBytes += receiver.held();
        return proper && heldBytes <= MAX_RECEIVE_BYTES;
    }
}
