package worldmesh.mesh.wire;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/** {@code docs/wire-mesh.md §Refusal}: keeps its layout in every version. */
public record Refusal(int cid, long nonce, int reason, int version) {
    /** The responder speaks {@link #version} only. */
    public static final int VERSION_MISMATCH = 1;

    /** The responder has no room for another handshake or link now. */
    public static final int OVERLOADED = 2;

    /** The responder does not know the ticket, or not any more. */
    public static final int UNKNOWN_TICKET = 3;

    /** The datagram. */
    public byte[] encode() {
        ByteWriter out = new ByteWriter(16);
        out.u8(DatagramKind.REFUSAL_BYTE);
        Wire.writeCid(out, cid);
        return out.i64(nonce).u8(reason).u8(version).toBytes();
    }

    /** Reads a datagram; null if it is malformed. */
    public static @Nullable Refusal decode(byte[] data, int length) {
        ByteReader in = Wire.behindKind(data, length);
        Refusal refusal = new Refusal(Wire.readCid(in), in.i64(), in.u8(), in.u8());
        return in.complete() ? refusal : null;
    }
}
