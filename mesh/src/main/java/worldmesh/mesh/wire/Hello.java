package worldmesh.mesh.wire;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * {@code docs/wire-mesh.md §Hello}: always {@link Wire#MAX_DATAGRAM_BYTES} long, so that no answer is longer than the
 * question. The fields up to the nonce keep their place in every version.
 */
@SuppressWarnings("ArrayRecordComponent")
public record Hello(int version, int cid, long nonce, byte[] cookie, byte[] flight) {
    /** The longest cookie. */
    public static final int MAX_COOKIE_BYTES = 32;

    private static final int MAX_FLIGHT_BYTES = 1_100;

    /** The datagram. */
    public byte[] encode() {
        ByteWriter out = new ByteWriter(Wire.MAX_DATAGRAM_BYTES);
        out.u8(DatagramKind.HELLO_BYTE).u8(version);
        Wire.writeCid(out, cid);
        out.i64(nonce).u8(cookie.length).bytes(cookie).u16(flight.length).bytes(flight);
        return java.util.Arrays.copyOf(out.toBytes(), Wire.MAX_DATAGRAM_BYTES);
    }

    /** Reads a datagram; null if it is malformed. Of another version only the first fields are read. */
    public static @Nullable Hello decode(byte[] data, int length) {
        if (length != Wire.MAX_DATAGRAM_BYTES) {
            return null;
        }
        ByteReader in = Wire.behindKind(data, length);
        int version = in.u8();
        int cid = Wire.readCid(in);
        long nonce = in.i64();
        if (version != Wire.VERSION) {
            return new Hello(version, cid, nonce, new byte[0], new byte[0]);
        }
        int cookieBytes = in.u8();
        byte[] cookie = cookieBytes > MAX_COOKIE_BYTES ? new byte[0] : in.bytes(cookieBytes);
        int flightBytes = in.u16();
        byte[] flight = in.bytes(flightBytes);
        boolean proper =
                in.ok() && cookieBytes <= MAX_COOKIE_BYTES && flightBytes > 0 && flightBytes <= MAX_FLIGHT_BYTES;
        return proper ? new Hello(version, cid, nonce, cookie, flight) : null;
    }
}
