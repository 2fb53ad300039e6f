package worldmesh.mesh.wire;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * {@code docs/wire-mesh.md §Segment}: bytes of the sender's handshake stream from {@code offset}, and how many bytes of
 * the receiver's stream the sender has.
 */
@SuppressWarnings("ArrayRecordComponent")
public record Segment(int receiverCid, int senderCid, int acknowledged, int offset, byte[] bytes) {
    /** The most bytes in one segment. */
    public static final int MAX_BYTES = 1_100;

    private static final int HEADER_BYTES = 11;

    /** The datagram. */
    public byte[] encode() {
        ByteWriter out = new ByteWriter(HEADER_BYTES + bytes.length);
        out.u8(DatagramKind.SEGMENT_BYTE);
        Wire.writeCid(out, receiverCid);
        Wire.writeCid(out, senderCid);
        return out.u16(acknowledged).u16(offset).bytes(bytes).toBytes();
    }

    /** Reads a datagram; null if it is malformed. */
    public static @Nullable Segment decode(byte[] data, int length) {
        if (length < HEADER_BYTES || length > HEADER_BYTES + MAX_BYTES) {
            return null;
        }
        ByteReader in = Wire.behindKind(data, length);
        return new Segment(Wire.readCid(in), Wire.readCid(in), in.u16(), in.u16(), in.bytes(length - HEADER_BYTES));
    }
}
