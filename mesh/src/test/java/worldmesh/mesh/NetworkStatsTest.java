package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkStats;
import worldmesh.mesh.link.NetworkStats;
import worldmesh.mesh.link.Rejection;

/** The figures of a link against what a counter at the socket sees: ten minutes with loss, jitter and rekeys. */
class NetworkStatsTest {
    private static final int SECONDS = 600;
    private static final int MESSAGES_PER_SECOND = 20;
    private static final long DELAY_NANOS = 20_000_000L;

    private final Net net = new Net(5);
    private final Net.Node a = node(1);
    private final Net.Node b = node(2);
    private final Socket atA = new Socket();
    private final Socket atB = new Socket();

    /** What passed at a node's socket. */
    private static final class Socket {
        long bytesOut;
        long bytesIn;
        long datagramsOut;
        long datagramsIn;
    }

    private Net.Node node(int number) {
        Ed25519Signer signer = Ed25519Signer.generate(new SeededSecureRandom(number));
        MeshSettings settings = MeshSettings.defaults().withRekey(3_000, 60_000);
        return net.add(net
        .new Node(
                Net.address("10.0.0." + number, 1_000),
                signer,
                settings,
                new SeededSecureRandom(100 + number),
                crypto -> new ClearCrypto(signer.publicKey(), number)));
    }

    private Socket socket(InetSocketAddress address) {
        return address.equals(a.address) ? atA : atB;
    }

    private void play() {
        net.delayNanos = DELAY_NANOS;
        net.sent = flight -> {
            Socket socket = socket(flight.from());
            socket.bytesOut += flight.data().length;
            socket.datagramsOut++;
        };
        net.received = flight -> {
            Socket socket = socket(flight.to());
            socket.bytesIn += flight.data().length;
            socket.datagramsIn++;
        };
        a.connect(b);
        assertTrue(net.run(2_000, () -> a.core.linkCount() == 1 && b.core.linkCount() == 1));
        net.loss = 0.05;
        net.jitterNanos = 2_000_000L;
        for (int i = 0; i < SECONDS * MESSAGES_PER_SECOND; i++) {
            a.send(b, i % 2 == 0 ? Lane.STATE : Lane.RELIABLE, 0, new byte[200]);
            b.send(a, Lane.RELIABLE, 0, new byte[50]);
            net.run(1_000 / MESSAGES_PER_SECOND);
        }
        net.loss = 0;
        net.run(1_000);
    }

    @Test
    void equalTheCountsAtTheSocketOverTenMinutesWithLossAndRekeys() {
        play();

        NetworkStats ofLink = a.core.networkStats(b.id());
        NetworkStats total = a.core.networkStats();
        assertTrue(
                a.core.stats(b.id()).rekeys() >= 10,
                "rekeys " + a.core.stats(b.id()).rekeys());
        assertEquals(0, a.core.rejections().of(Rejection.FORGED));
        assertEquals(atA.bytesOut, total.bytesSent());
        assertEquals(atA.bytesIn, total.bytesReceived());
        assertWithinOnePercent(atA.bytesOut, ofLink.bytesSent());
        assertWithinOnePercent(atA.bytesIn, ofLink.bytesReceived());
        assertEquals(SECONDS * MESSAGES_PER_SECOND, ofLink.messagesSent());
        assertEquals(SECONDS * MESSAGES_PER_SECOND, ofLink.messagesReceived());
        assertEquals(b.messages().size(), b.core.networkStats().messagesReceived());
        LinkStats details = a.core.stats(b.id());
        assertWithinOnePercent(atA.datagramsOut, details.datagramsSent());
        assertWithinOnePercent(atA.datagramsIn, details.datagramsReceived());
    }

    private static void assertWithinOnePercent(long atSocket, long told) {
        assertTrue(100 * Math.abs(told - atSocket) <= atSocket, "told " + told + ", at the socket " + atSocket);
    }

    @Test
    void lossAndLatencyAreThoseOfTheNetwork() {
        play();

        double lostOnTheWayToA = 100.0 * (atB.datagramsOut - atA.datagramsIn) / atB.datagramsOut;
        double lostOnTheWayToB = 100.0 * (atA.datagramsOut - atB.datagramsIn) / atA.datagramsOut;
        assertTrue(lostOnTheWayToA > 4 && lostOnTheWayToB > 4, "the network lost too little to be measured");
        assertEquals(lostOnTheWayToA, a.core.networkStats(b.id()).packetLossPercent(), 0.5);
        assertEquals(lostOnTheWayToB, b.core.networkStats(a.id()).packetLossPercent(), 0.5);
        assertEquals(2 * DELAY_NANOS / 1e6, a.core.networkStats(b.id()).averageLatencyMillis(), 4);
    }

    @Test
    void totalKeepsWhatEndedLinksCounted() {
        a.connect(b);
        net.run(2_000, () -> a.core.linkCount() == 1 && b.core.linkCount() == 1);
        a.send(b, Lane.RELIABLE, 0, new byte[100]);
        net.run(1_000);
        NetworkStats before = a.core.networkStats();

        a.core.close(b.id(), CloseReason.LEFT, net.now, a);
        net.run(1_000);

        assertEquals(NetworkStats.NONE, a.core.networkStats(b.id()));
        NetworkStats after = a.core.networkStats();
        assertEquals(1, after.messagesSent());
        assertEquals(before.averageLatencyMillis(), after.averageLatencyMillis());
        assertTrue(after.bytesSent() > before.bytesSent(), "farewells are bytes too");
    }
}
