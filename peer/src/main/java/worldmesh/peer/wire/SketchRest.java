package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.WireIds;

/**
 * A piece of what a peer asked for by {@link SketchAsk}.
 *
 * @param session names the session
 * @param whole the hash of the snapshot that the peer has then
 * @param index which piece, from 0
 * @param count how many there are
 * @param data the piece of an encoded difference
 */
@SuppressWarnings("ArrayRecordComponent")
public record SketchRest(long session, Hash whole, int index, int count, byte[] data) implements Message {
    @Override
    public MessageKind kind() {
        return MessageKind.SKETCH_REST;
    }

    @Override
    public void write(ByteWriter out) {
        out.i64(session).bytes(whole.bytes()).varint(index).varint(count).block(data);
    }

    static SketchRest read(ByteReader in) {
        long session = in.i64();
        Hash whole = WireIds.hash(in);
        int index = in.count(SnapshotPart.PARTS_MAX - 1);
        int count = in.count(SnapshotPart.PARTS_MAX);
        byte[] data = in.block(TARGET_BYTES);
        if (index >= count) {
            in.fail();
        }
        return new SketchRest(session, whole, index, count, data);
    }
}
