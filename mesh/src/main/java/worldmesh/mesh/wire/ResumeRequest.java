package worldmesh.mesh.wire;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * {@code docs/wire-mesh.md §Resumption}: always {@link Wire#MAX_DATAGRAM_BYTES} long, as a hello, and with a hello's
 * fields up to the nonce. What follows the head is sealed.
 */
@SuppressWarnings("ArrayRecordComponent")
public record ResumeRequest(int version, int cid, long nonce, TicketId ticket, byte[] share, int sealedBytes) {
    /** The size of the head, which is authenticated with what is sealed. */
    public static final int HEAD_BYTES = 63;

    /** The most that is sealed, with its tag. */
    public static final int MAX_SEALED_BYTES = Wire.MAX_DATAGRAM_BYTES - HEAD_BYTES;

    private static final int SHARE_BYTES = 32;

    /** The head in a datagram that is zero behind it. */
    public byte[] encodeHead() {
        ByteWriter out = new ByteWriter(Wire.MAX_DATAGRAM_BYTES);
        out.u8(DatagramKind.RESUME_BYTE).u8(version);
        Wire.writeCid(out, cid);
        out.i64(nonce);
        ticket.write(out);
        out.bytes(share).u16(sealedBytes);
        return java.util.Arrays.copyOf(out.toBytes(), Wire.MAX_DATAGRAM_BYTES);
    }

    /** Reads a datagram; null if it is malformed. Of another version only the first fields are read. */
    public static @Nullable ResumeRequest decode(byte[] data, int length) {
        if (length != Wire.MAX_DATAGRAM_BYTES) {
            return null;
        }
        ByteReader in = new ByteReader(data, 1, length - 1);
        int version = in.u8();
        int cid = Wire.readCid(in);
        long nonce = in.i64();
        if (version != Wire.VERSION) {
            return new ResumeRequest(version, cid, nonce, new TicketId(0, 0), new byte[0], 0);
        }
        TicketId ticket = TicketId.read(in);
        byte[] share = in.bytes(SHARE_BYTES);
        int sealed = in.u16();
        return sealed <= MAX_SEALED_BYTES ? new ResumeRequest(version, cid, nonce, ticket, share, sealed) : null;
    }
}
