package worldmesh.mesh.wire;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/** {@code docs/wire-mesh.md §Cookie}: sent without keeping any state; the nonce proves that the hello was seen. */
@SuppressWarnings("ArrayRecordComponent")
public record CookieReply(int cid, long nonce, byte[] cookie) {
    /** The datagram. */
    public byte[] encode() {
        ByteWriter out = new ByteWriter(64);
        out.u8(DatagramKind.COOKIE_BYTE);
        Wire.writeCid(out, cid);
        return out.i64(nonce).u8(cookie.length).bytes(cookie).toBytes();
    }

    /** Reads a datagram; null if it is malformed. */
    public static @Nullable CookieReply decode(byte[] data, int length) {
        ByteReader in = Wire.behindKind(data, length);
        int cid = Wire.readCid(in);
        long nonce = in.i64();
        int cookieBytes = in.u8();
        if (cookieBytes == 0 || cookieBytes > Hello.MAX_COOKIE_BYTES) {
            return null;
        }
        byte[] cookie = in.bytes(cookieBytes);
        return in.complete() ? new CookieReply(cid, nonce, cookie) : null;
    }
}
