package worldmesh.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import worldmesh.mesh.invite.Invite;
import worldmesh.runtime.net.HostPort;

/** Finds the addresses that a peer is joined at. Asks the machine for names. */
final class PeerAddresses {
    private PeerAddresses() {}

    /** All addresses of each {@code host:port} of a list parted by commas. */
    static List<InetSocketAddress> of(String hostPorts) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String each : hostPorts.split(",", -1)) {
            InetSocketAddress one = HostPort.parse(each);
            addresses.addAll(resolved(one.getHostString(), one.getPort()));
        }
        return addresses;
    }

    /** All addresses that an invitation names. */
    static List<InetSocketAddress> of(Invite invite) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        invite.hosts().forEach(host -> addresses.addAll(resolved(host, invite.port())));
        return addresses;
    }

    private static List<InetSocketAddress> resolved(String host, int port) {
        try {
            return Stream.of(InetAddress.getAllByName(host))
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "the host " + host + " is unknown; check the name or use an IP address", e);
        }
    }
}
