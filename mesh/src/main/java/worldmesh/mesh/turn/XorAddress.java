package worldmesh.mesh.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Addresses as messages hold them, mixed with the cookie and the transaction (RFC 8489 §14.2). Stateless. */
final class XorAddress {
    private static final int HEAD_BYTES = 4;

    private XorAddress() {}

    /** Reads one; null for what is none. {@code message} is the whole of it, from its first byte. */
    static @Nullable InetSocketAddress read(ByteBuffer message, ByteBuffer value) {
        int size = value.limit();
        boolean v4 = size == HEAD_BYTES + 4 && value.get(1) == 1;
        boolean v6 = size == HEAD_BYTES + 16 && value.get(1) == 2;
        if (!v4 && !v6) {
            return null;
        }
        byte[] host = new byte[size - HEAD_BYTES];
        for (int i = 0; i < host.length; i++) {
            host[i] = (byte) (value.get(HEAD_BYTES + i) ^ message.get(4 + i));
        }
        int port = (value.getShort(2) ^ TurnMessage.COOKIE >>> 16) & 0xFFFF;
        try {
            return new InetSocketAddress(InetAddress.getByAddress(host), port);
        } catch (UnknownHostException e) {
            return null; // four or sixteen bytes are always an address
        }
    }

    /** The value of an attribute in {@code message}, whose transaction is written. */
    static byte[] write(ByteBuffer message, InetSocketAddress address) {
        byte[] host = address.getAddress().getAddress();
        byte[] value = new byte[HEAD_BYTES + host.length];
        value[1] = (byte) (host.length == 4 ? 1 : 2);
        int port = address.getPort() ^ TurnMessage.COOKIE >>> 16;
        value[2] = (byte) (port >> 8);
        value[3] = (byte) port;
        for (int i = 0; i < host.length; i++) {
            value[HEAD_BYTES + i] = (byte) (host[i] ^ message.get(4 + i));
        }
        return value;
    }
}
