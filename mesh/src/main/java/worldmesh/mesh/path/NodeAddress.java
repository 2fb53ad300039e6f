package worldmesh.mesh.path;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * A peer reached through the rendezvous node, written as an address: {@code 100:0:0:1::/64} as for servers (RFC 9780),
 * then 255, the number no server has, and the peer's name there, seven bytes of its id. It means something in one
 * process only and is never told to others.
 */
public final class NodeAddress {
    /** The size of a name. */
    public static final int NAME_BYTES = 7;

    private static final int MARK_BYTE = 8;
    private static final int NAME_BYTE = 9;
    private static final byte MARK = (byte) 0xFF;
    private static final int PORT = 1;

    private NodeAddress() {}

    /** The peer whose id begins with the seven bytes at {@code offset}. */
    public static InetSocketAddress of(byte[] name, int offset) {
        byte[] host = new byte[16];
        host[0] = 1;
        host[7] = 1;
        host[MARK_BYTE] = MARK;
        System.arraycopy(name, offset, host, NAME_BYTE, NAME_BYTES);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(host), PORT);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("sixteen bytes are an address", e);
        }
    }

    /** True if {@code address} leads through the node. */
    public static boolean is(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        return TurnAddress.is(host) && isMarked(host);
    }

    private static boolean isMarked(@Nullable InetAddress host) {
        return host != null && host.getAddress()[MARK_BYTE] == MARK;
    }

    /** Writes the name of who is reached to {@code into}. */
    public static void name(InetSocketAddress address, byte[] into, int offset) {
        System.arraycopy(address.getAddress().getAddress(), NAME_BYTE, into, offset, NAME_BYTES);
    }
}
