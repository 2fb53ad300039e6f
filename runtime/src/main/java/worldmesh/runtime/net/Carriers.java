package worldmesh.runtime.net;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Knows which networks of this machine carry nothing: a cable is out, a radio has lost its cell. What is sent there is
 * not only lost. The kernel asks for a neighbour's hardware address once and then once a second, so that whoever goes
 * on sending waits for the rest of that second when the cable is back. Any thread asks; one looks.
 */
final class Carriers {
    private final Supplier<List<LocalNetwork>> networks;
    private Set<LocalNetwork> carrying = Set.of();
    private boolean looked;
    private volatile List<Subnet> dead = List.of();

    Carriers(Supplier<List<LocalNetwork>> networks) {
        this.networks = networks;
    }

    /** Looks at all networks; true if one carries, or has an address, that did or had not when last looked. */
    boolean look() {
        List<LocalNetwork> all = networks.get();
        Set<LocalNetwork> now = all.stream().filter(LocalNetwork::carries).collect(Collectors.toUnmodifiableSet());
        dead = all.stream()
                .filter(network -> !network.carries())
                .flatMap(network -> network.subnets().stream())
                .filter(subnet -> now.stream().noneMatch(network -> network.reaches(subnet.address())))
                .toList();
        boolean back = looked && !carrying.containsAll(now);
        carrying = now;
        looked = true;
        return back;
    }

    /** True if some network with addresses of its own carries nothing. */
    boolean isCut() {
        return !dead.isEmpty();
    }

    /** False if the address is a neighbour's on a network that carries nothing. */
    boolean reaches(InetAddress to) {
        for (Subnet subnet : dead) {
            if (subnet.contains(to)) {
                return false;
            }
        }
        return true;
    }
}
