package worldmesh.mesh.ice;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a server says to a STUN Binding request: where it came from (RFC 8489 §14.2), and nothing else. A question that
 * is shorter than its answer gets none, so that nobody's address is sent more than was paid for. Stateless.
 */
public final class StunAnswer {
    /** The longest answer, to an IPv6 address; and what our own questions are filled to. */
    static final int MAX_BYTES = 44;

    private static final int SUCCESS = 0x0101;
    private static final int XOR_MAPPED_ADDRESS = 0x0020;
    private static final int COOKIE = 0x2112A442;

    private StunAnswer() {}

    /** The answer to {@code data} from {@code from}; null for what is no question, or too short a one. */
    public static byte @Nullable [] to(byte[] data, int length, InetSocketAddress from) {
        StunPacket request = StunPacket.read(data, length);
        byte[] host = from.getAddress().getAddress();
        int bytes = MAX_BYTES - 16 + host.length;
        if (request == null || request.response() || request.method() != StunPacket.BINDING || length < bytes) {
            return null;
        }
        byte[] whole = new byte[bytes];
        ByteBuffer answer = ByteBuffer.wrap(whole)
                .putShort((short) SUCCESS)
                .putShort((short) (bytes - StunPacket.HEADER_BYTES))
                .put(data, 4, 16)
                .putShort((short) XOR_MAPPED_ADDRESS)
                .putShort((short) (4 + host.length))
                .put((byte) 0)
                .put((byte) (host.length == 4 ? 1 : 2))
                .putShort((short) (from.getPort() ^ (COOKIE >>> 16)));
        for (int i = 0; i < host.length; i++) {
            answer.put((byte) (host[i] ^ data[4 + i]));
        }
        return whole;
    }
}
