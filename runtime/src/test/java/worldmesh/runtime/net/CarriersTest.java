package worldmesh.runtime.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CarriersTest {
    private static final Subnet HOME = new Subnet(ip(192, 168, 7, 5), 23);

    private List<LocalNetwork> networks = List.of();
    private final Carriers carriers = new Carriers(() -> networks);

    private static InetAddress ip(int... bytes) {
        byte[] address = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            address[i] = (byte) bytes[i];
        }
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static LocalNetwork network(String name, boolean carries, Subnet subnet) {
        return new LocalNetwork(name, carries, List.of(subnet));
    }

    private boolean seen(LocalNetwork... now) {
        networks = List.of(now);
        return carriers.look();
    }

    @Test
    void neighboursOfACardWithoutACableAreOutOfReachAndNobodyElse() {
        seen(network("eth0", true, HOME));
        assertTrue(carriers.reaches(ip(192, 168, 6, 9)));

        seen(network("eth0", false, HOME));

        assertTrue(carriers.isCut());
        assertFalse(carriers.reaches(ip(192, 168, 6, 9)));
        assertTrue(carriers.reaches(ip(192, 168, 8, 9)));
        assertTrue(carriers.reaches(ip(0x20, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)));
    }

    @Test
    void tellsOnceThatTheCableIsBack() {
        assertFalse(seen(network("eth0", true, HOME)));
        assertFalse(seen(network("eth0", false, HOME)));

        assertTrue(seen(network("eth0", true, HOME)));

        assertFalse(seen(network("eth0", true, HOME)));
        assertFalse(carriers.isCut());
    }

    @Test
    void anotherAddressIsAnotherNetwork() {
        seen(network("wlan0", true, HOME));

        assertTrue(seen(network("wlan0", true, new Subnet(ip(10, 0, 0, 2), 8))));
    }

    @Test
    void aSecondCardOnTheSameNetworkReachesItsNeighbours() {
        seen(network("eth0", false, HOME), network("wlan0", true, new Subnet(ip(192, 168, 7, 6), 23)));

        assertTrue(carriers.reaches(ip(192, 168, 6, 9)));
        assertFalse(carriers.isCut());
    }

    @Test
    void looksAtThisMachineWithoutLoopback() {
        List<LocalNetwork> here = LocalNetwork.all();

        assertEquals(
                List.of(),
                here.stream()
                        .filter(network -> network.reaches(InetAddress.getLoopbackAddress()))
                        .toList());
    }
}
