package worldmesh.mesh.wire;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/** {@code docs/wire-mesh.md §Resumption}: the answer to a request; all behind its head is sealed. */
@SuppressWarnings("ArrayRecordComponent")
public record ResumeReply(int receiverCid, int senderCid, long nonce, byte[] share) {
    /** The size of the head, which is authenticated with what is sealed. */
    public static final int HEAD_BYTES = 47;

    private static final int SHARE_BYTES = 32;

    /** The head. */
    public byte[] encodeHead() {
        ByteWriter out = new ByteWriter(HEAD_BYTES);
        out.u8(DatagramKind.RESUMED_BYTE);
        Wire.writeCid(out, receiverCid);
        Wire.writeCid(out, senderCid);
        return out.i64(nonce).bytes(share).toBytes();
    }

    /** Reads a datagram; null if it is malformed. */
    public static @Nullable ResumeReply decode(byte[] data, int length) {
        if (length <= HEAD_BYTES || length > Wire.MAX_DATAGRAM_BYTES) {
            return null;
        }
        ByteReader in = new ByteReader(data, 1, length - 1);
        return new ResumeReply(Wire.readCid(in), Wire.readCid(in), in.i64(), in.bytes(SHARE_BYTES));
    }
}
