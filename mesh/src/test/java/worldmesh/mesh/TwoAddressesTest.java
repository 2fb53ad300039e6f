package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;

/** A machine with two addresses, tried side by side. */
class TwoAddressesTest {
    private static final InetSocketAddress HOST_SECOND = Net.address("fd00::1", 7001);
    private static final InetSocketAddress GUEST_SECOND = Net.address("fd00::2", 7002);

    @Test
    void whateverTheOrderOfTheAnswersOneLinkIsLeftThatBothHave() {
        List<String> wrong = new ArrayList<>();
        for (long seed = 1; seed <= 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Net net = new Net(seed);
            net.delayNanos = random.nextLong(30_000_000);
            net.jitterNanos = 1 + random.nextLong(30_000_000);
            Net.Node host = net.node("10.0.0.1", 7001);
            Net.Node guest = net.node("10.0.0.2", 7002);
            net.seconds.put(host.address, HOST_SECOND);
            net.seconds.put(guest.address, GUEST_SECOND);

            guest.connect(host);
            net.run(random.nextInt(60));
            guest.core.connect(HOST_SECOND, host.id(), net.now, guest);
            net.run(3_000);

            List<String> seen = new ArrayList<>();
            for (Net.Node node : List.of(guest, host)) {
                for (MeshSignal signal : node.signals) {
                    seen.add((node == guest ? "guest " : "host ") + signal);
                }
            }
            boolean both =
                    guest.send(host, Lane.RELIABLE, 1, new byte[1]) && host.send(guest, Lane.RELIABLE, 1, new byte[1]);
            net.run(500);
            if (!both || host.messages().size() != 1 || guest.messages().size() != 1) {
                wrong.add(seed + ": " + seen);
            }
        }

        assertEquals(List.of(), wrong);
    }
}
