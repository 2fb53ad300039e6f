package worldmesh.mesh.turn;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.path.Candidate;

/**
 * What an allocation consists of: an address at the server of one family or of each (RFC 8656 §7). A value.
 *
 * @param four of IPv4; null if there is none
 * @param six of IPv6; null if there is none
 */
record TurnPlaces(
        @Nullable InetSocketAddress four, @Nullable InetSocketAddress six) {
    static final TurnPlaces NONE = new TurnPlaces(null, null);

    /** What an answer gives, as far as it can be sent to. */
    static TurnPlaces of(TurnMessage.Attributes said) {
        return new TurnPlaces(usable(said.relayed), usable(said.relayedSix));
    }

    private static @Nullable InetSocketAddress usable(@Nullable InetSocketAddress address) {
        return address != null && Candidate.isUsable(address) ? address : null;
    }

    /** The address from which {@code host} is reached: of its own family; null if there is none. */
    @Nullable InetSocketAddress towards(InetAddress host) {
        return host instanceof Inet4Address ? four : six;
    }

    /** Those that there are, IPv4 first. */
    List<InetSocketAddress> all() {
        return Stream.of(four, six).filter(Objects::nonNull).toList();
    }
}
