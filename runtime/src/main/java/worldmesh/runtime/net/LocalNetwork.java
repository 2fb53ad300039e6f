package worldmesh.runtime.net;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of this machine's networks: if it carries anything now, and the addresses that are neighbours there. */
record LocalNetwork(String name, boolean carries, List<Subnet> subnets) {
    private static final Logger log = LoggerFactory.getLogger(LocalNetwork.class);

    LocalNetwork {
        subnets = List.copyOf(subnets);
    }

    boolean reaches(InetAddress to) {
        return subnets.stream().anyMatch(subnet -> subnet.contains(to));
    }

    /** All networks but loopback that have an address. */
    static List<LocalNetwork> all() {
        List<LocalNetwork> all = new ArrayList<>();
        try {
            for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                List<Subnet> subnets = subnets(card);
                if (!card.isLoopback() && !subnets.isEmpty()) {
                    all.add(new LocalNetwork(card.getName(), card.isUp(), subnets));
                }
            }
        } catch (SocketException e) {
            log.debug("net.look.failed reason={}", e.getMessage()); // a card was pulled out at this moment
        }
        return all;
    }

    private static List<Subnet> subnets(NetworkInterface card) {
        List<Subnet> subnets = new ArrayList<>();
        for (InterfaceAddress address : card.getInterfaceAddresses()) {
            int bits = address.getNetworkPrefixLength();
            int most = address.getAddress().getAddress().length * Byte.SIZE;
            if (bits > 0 && bits <= most) { // some systems do not know
                subnets.add(new Subnet(address.getAddress(), bits));
            }
        }
        return subnets;
    }
}
