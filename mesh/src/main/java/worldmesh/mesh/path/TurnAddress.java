package worldmesh.mesh.path;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An address reached through a TURN server, written as an address: {@code 100:0:0:1::/64}, which no network has (RFC
 * 9780), then the number of the server among those of this process, then the four bytes of an IPv4 address, or those of
 * the number that this process has given to an IPv6 one ({@link SixNumbers}); its port is the port. It means something
 * in one process only and is never told to others.
 */
public final class TurnAddress {
    private static final int SERVER_BYTE = 8;
    private static final int FAMILY_BYTE = 9;
    private static final int HOST_BYTE = 12;
    private static final byte SIX = 6;
    private static final SixNumbers NUMBERS = new SixNumbers(SixNumbers.MAX);
    private static final int PREFIX_LAST_BYTE = 7;

    private TurnAddress() {}

    /** {@code peer} through server {@code server}, 0 to 254. */
    public static InetSocketAddress of(int server, InetSocketAddress peer) {
        byte[] host = new byte[16];
        host[0] = 1;
        host[PREFIX_LAST_BYTE] = 1;
        host[SERVER_BYTE] = (byte) server;
        if (peer.getAddress() instanceof Inet4Address four) {
            System.arraycopy(four.getAddress(), 0, host, HOST_BYTE, 4);
        } else {
            host[FAMILY_BYTE] = SIX;
            ByteBuffer.wrap(host).putInt(HOST_BYTE, NUMBERS.number(peer.getAddress()));
        }
        return new InetSocketAddress(address(host), peer.getPort());
    }

    /** True if {@code address} leads through a server. */
    public static boolean is(InetSocketAddress address) {
        return is(address.getAddress());
    }

    /** True if {@code host} is of the range that no network has. */
    public static boolean is(@Nullable InetAddress host) {
        if (!(host instanceof Inet6Address)) {
            return false; // without a copy of the bytes: every datagram asks
        }
        byte[] bytes = host.getAddress();
        boolean dummy = bytes[0] == 1 && bytes[PREFIX_LAST_BYTE] == 1;
        for (int i = 1; i < PREFIX_LAST_BYTE; i++) {
            dummy &= bytes[i] == 0;
        }
        return dummy;
    }

    /** The number of the server on the way. */
    public static int server(InetSocketAddress address) {
        return address.getAddress().getAddress()[SERVER_BYTE] & 0xFF;
    }

    /** What is reached: {@code address} itself if it leads through no server, or to whom is long forgotten. */
    public static InetSocketAddress peer(InetSocketAddress address) {
        if (!is(address)) {
            return address;
        }
        byte[] bytes = address.getAddress().getAddress();
        if (bytes[FAMILY_BYTE] == SIX) {
            InetAddress six = NUMBERS.host(ByteBuffer.wrap(bytes).getInt(HOST_BYTE));
            return six == null ? address : new InetSocketAddress(six, address.getPort());
        }
        byte[] host = new byte[4];
        System.arraycopy(bytes, HOST_BYTE, host, 0, 4);
        return new InetSocketAddress(address(host), address.getPort());
    }

    private static InetAddress address(byte[] host) {
        try {
            return InetAddress.getByAddress(host);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four or sixteen bytes are an address", e);
        }
    }
}
