package worldmesh.samples.lanparty;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.stream.Stream;

/** Finds the address of this machine that others on the LAN reach it by. */
final class LanAddress {
    private static final String NONE = "127.0.0.1";

    private LanAddress() {}

    /** The first private IPv4 address of an interface that is up, in the order of their names; else the loopback. */
    static String own() {
        try (Stream<NetworkInterface> interfaces = NetworkInterface.networkInterfaces()) {
            return interfaces
                    .filter(LanAddress::isUsable)
                    .sorted(Comparator.comparing(NetworkInterface::getName))
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && !address.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElse(NONE);
        } catch (SocketException e) {
            return NONE;
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
