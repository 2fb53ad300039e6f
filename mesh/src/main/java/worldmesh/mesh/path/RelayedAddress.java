package worldmesh.mesh.path;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;

/**
 * A way through another member, written as an address: {@code 100::/64}, which routers discard (RFC 6666), then eight
 * bytes of the relay's id; the port tells those apart that are reached through it. It means something in one process
 * only, is never sent to, and never told to others.
 */
public final class RelayedAddress {
    private static final int PREFIX_BYTES = 8;

    private RelayedAddress() {}

    /** The place {@code port} of {@code relay}. */
    public static InetSocketAddress of(PeerId relay, int port) {
        byte[] host = new byte[16];
        host[0] = 1;
        System.arraycopy(relay.bytes(), 0, host, PREFIX_BYTES, PREFIX_BYTES);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(host), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("sixteen bytes are an address", e);
        }
    }

    /** True if {@code address} stands for a way through another member. */
    public static boolean is(InetSocketAddress address) {
        return is(address.getAddress());
    }

    /** True if {@code host} is of the range that no network has. */
    public static boolean is(@Nullable InetAddress host) {
        if (!(host instanceof Inet6Address)) {
            return false; // without a copy of the bytes: every datagram asks
        }
        byte[] bytes = host.getAddress();
        boolean discarded = bytes[0] == 1;
        for (int i = 1; i < PREFIX_BYTES; i++) {
            discarded &= bytes[i] == 0;
        }
        return discarded;
    }
}
