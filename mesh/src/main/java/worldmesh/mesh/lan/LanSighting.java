package worldmesh.mesh.lan;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * A party heard on the local network.
 *
 * @param addresses where to connect, the likeliest first: it is heard over both families where both work
 * @param announcement what it said
 */
public record LanSighting(List<InetSocketAddress> addresses, LanAnnouncement announcement) {
    /** Refuses a party that is nowhere. */
    public LanSighting {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("a party is heard from at least one address");
        }
        addresses = List.copyOf(addresses);
    }

    /** Where to connect first. */
    public InetSocketAddress address() {
        return addresses.get(0);
    }
}
