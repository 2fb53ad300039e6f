package worldmesh.samples.lanparty;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the address of this machine that others on the LAN reach it by. */
final class LanAddress {
    private static final String NONE = "127.0.0.1";

    private LanAddress() {}

    /**
     * The first IPv4 address of an interface that is up, in the order of their names, and the first IPv6 address that
     * is good beyond one cable, parted by a comma; else the loopback.
     */
    static String own() {
        String both = Stream.of(Inet4Address.class, Inet6Address.class)
                .flatMap(family -> first(family).stream())
                .collect(Collectors.joining(","));
        return both.isEmpty() ? NONE : both;
    }

    private static Optional<String> first(Class<? extends InetAddress> family) {
        try (Stream<NetworkInterface> interfaces = NetworkInterface.networkInterfaces()) {
            return interfaces
                    .filter(LanAddress::isUsable)
                    .sorted(Comparator.comparing(NetworkInterface::getName))
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> family.isInstance(address) && !address.isLinkLocalAddress())
                    .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
                    .findFirst();
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    private static boolean isUsable(NetworkInterface card) {
        try {
            return card.isUp() && !card.isLoopback() && !card.isPointToPoint();
        } catch (SocketException e) {
            return false;
        }
    }
}
