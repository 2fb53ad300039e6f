package worldmesh.mesh.ice;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The addresses of this machine that others may reach a port at. Stateless. */
final class LocalAddresses {
    /** Of one family; a machine with more networks tells the first. */
    static final int FAMILY_MAX = 4;

    private LocalAddresses() {}

    /** Where a port bound to {@code bound} is reached: IPv6 first, as RFC 8421 prefers it. */
    static List<InetSocketAddress> of(InetSocketAddress bound) {
        if (!bound.getAddress().isAnyLocalAddress()) {
            return List.of(bound);
        }
        List<InetSocketAddress> six = new ArrayList<>();
        List<InetSocketAddress> four = new ArrayList<>();
        for (InetAddress address : machine()) {
            List<InetSocketAddress> family = address instanceof Inet4Address ? four : six;
            if (family.size() < FAMILY_MAX) {
                family.add(new InetSocketAddress(address, bound.getPort()));
            }
        }
        six.addAll(four);
        return six;
    }

    private static List<InetAddress> machine() {
        List<InetAddress> found = new ArrayList<>();
        try {
            for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (network.isUp() && !network.isLoopback()) {
                    for (InetAddress address : Collections.list(network.getInetAddresses())) {
                        // Without its zone, which means nothing elsewhere, a link-local address cannot be sent to.
                        if (!address.isLinkLocalAddress() && !address.isMulticastAddress()) {
                            found.add(InetAddress.getByAddress(address.getAddress()));
                        }
                    }
                }
            }
        } catch (SocketException | UnknownHostException e) {
            return List.copyOf(found); // a network that went away meanwhile
        }
        return found;
    }
}
