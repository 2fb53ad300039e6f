package worldmesh.peer.roster;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.path.RelayedAddress;
import worldmesh.mesh.path.TurnAddress;
import worldmesh.peer.wire.Roster;
import worldmesh.runtime.identity.PeerId;

/** Turns addresses into roster entries and back. Stateless. */
public final class Introductions {
    private Introductions() {}

    /** The entry of a member seen at {@code address}, or null if that cannot be told to others. */
    public static Roster.@Nullable Member entry(PeerId peer, String name, InetSocketAddress address) {
        InetAddress host = address.getAddress();
        return host == null || isOfHereOnly(host)
                ? null
                : new Roster.Member(peer, name, host.getAddress(), address.getPort());
    }

    /** The entry of a member that was met at the node: it has no address that others could use. */
    public static Roster.Member unplaced(PeerId peer, String name) {
        return new Roster.Member(peer, name, new byte[4], 1);
    }

    /** True for the entry of a member whose place nobody knows; older peers pass such a one over. */
    public static boolean isUnplaced(Roster.Member member) {
        byte[] host = member.address();
        return host.length == 4 && (host[0] | host[1] | host[2] | host[3]) == 0;
    }

    /** True for what stands for a way of this process and is no address. */
    private static boolean isOfHereOnly(InetAddress host) {
        return RelayedAddress.is(host) || TurnAddress.is(host);
    }

    /**
     * Where the member is, seen from here: a member on the introducer's own machine is at the introducer's address.
     * Null if the entry cannot be used.
     */
    public static @Nullable InetSocketAddress address(Roster.Member member, InetSocketAddress introducer) {
        try {
            InetAddress host = InetAddress.getByAddress(member.address());
            boolean local = host.isLoopbackAddress() && introducer.getAddress() != null;
            boolean usable = !host.isAnyLocalAddress()
                    && !host.isMulticastAddress()
                    && !isOfHereOnly(local ? introducer.getAddress() : host);
            return usable ? new InetSocketAddress(local ? introducer.getAddress() : host, member.port()) : null;
        } catch (UnknownHostException e) {
            return null; // four or sixteen bytes were checked when the message was read
        }
    }
}
