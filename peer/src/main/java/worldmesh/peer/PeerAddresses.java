package worldmesh.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import worldmesh.mesh.invite.Invite;
import worldmesh.mesh.invite.StandIn;
import worldmesh.peer.roster.Whereabouts;
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

    /** Where the further members are that an invitation names; one whose name nobody knows is left out. */
    static List<Whereabouts> standIns(Invite invite) {
        List<Whereabouts> all = new ArrayList<>();
        for (StandIn each : invite.standIns()) {
            InetSocketAddress address = new InetSocketAddress(each.host(), each.port());
            if (!address.isUnresolved()) {
                all.add(new Whereabouts(each.peer(), address));
            }
        }
        return all;
    }

    /** How an invitation to {@code host} names such members: one on this machine is where this one is. */
    static List<StandIn> named(List<Whereabouts> members, String host) {
        List<StandIn> all = new ArrayList<>();
        for (Whereabouts each : members) {
            InetAddress at = each.address().getAddress();
            String place = at.isLoopbackAddress() ? host : at.getHostAddress();
            if (place.length() <= StandIn.MAX_HOST_CHARACTERS) {
                all.add(new StandIn(each.peer(), place, each.address().getPort()));
            }
        }
        return all;
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
