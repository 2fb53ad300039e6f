package worldmesh.mesh.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/** Numbers that both ends of a link must agree on. */
public final class Wire {
    /** The version of everything below the messages. */
    public static final int VERSION = 1;

    /** The largest datagram of a link: 1,280 of IPv6's guaranteed MTU less 48 of headers, rounded down. */
    public static final int MAX_DATAGRAM_BYTES = 1_200;

    /** The largest record that carries a datagram of another link: all that IPv6 guarantees. */
    public static final int MAX_CARRIER_BYTES = 1_232;

    /** Connection ids are 24 bits, drawn by their receiver. */
    public static final int CID_BITS = 24;

    private Wire() {}

    static void writeCid(ByteWriter out, int cid) {
        out.u16(cid).u8(cid >>> 16);
    }

    static int readCid(ByteReader in) {
        int low = in.u16();
        return low | in.u8() << 16;
    }

    /** Reads what follows the kind of a datagram; of none at all, nothing. */
    static ByteReader behindKind(byte[] datagram, int length) {
        return new ByteReader(datagram, Math.min(1, length), Math.max(0, length - 1));
    }
}
