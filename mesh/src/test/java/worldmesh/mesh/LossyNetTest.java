package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;

/** Whole cores over a network that loses a fifth of everything. */
@ParameterizedClass
@EnumSource(Family.class)
class LossyNetTest {
    private final Family family;

    LossyNetTest(Family family) {
        this.family = family;
    }

    private static Net lossy(long seed) {
        Net net = new Net(seed);
        net.loss = 0.2;
        net.duplication = 0.05;
        net.delayNanos = 10_000_000L;
        net.jitterNanos = 10_000_000L;
        return net;
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "fd00::1"})
    void handshakeSucceedsAtTwentyPercentLoss(String host) {
        for (long seed = 1; seed <= 20; seed++) {
            Net net = lossy(seed);
            Net.Node a = net.node(host, 1000);
            Net.Node b = net.node(host, 2000);

            a.connect(b);
            boolean linked = net.run(8_000, () -> a.core.linkCount() == 1 && b.core.linkCount() == 1);

            assertTrue(linked, "seed " + seed);
            assertEquals(1, a.all(MeshSignal.LinkUp.class).size());
            assertEquals(1, b.all(MeshSignal.LinkUp.class).size());
        }
    }

    @Test
    void reliableStreamsArriveWholeOnceAndInOrder() {
        Net net = lossy(7);
        Net.Node a = net.node(family.host(1), 1000);
        Net.Node b = net.node(family.host(2), 1000);
        a.connect(b);
        assertTrue(net.run(8_000, () -> a.core.linkCount() == 1));
        SplittableRandom random = new SplittableRandom(5);
        List<List<byte[]>> sent = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

        for (int i = 0; i < 600; i++) {
            int stream = i % 3;
            byte[] message = new byte[random.nextInt(10) == 0 ? random.nextInt(20_000) : random.nextInt(100)];
            random.nextBytes(message);
            Lane lane = stream == 2 ? Lane.BULK : Lane.RELIABLE;
            while (!a.send(b, lane, stream, message)) {
                net.run(5);
            }
            sent.get(stream).add(message);
            net.run(1);
        }
        assertTrue(
                net.run(60_000, () -> b.messages().size() == 600),
                () -> "got " + b.messages().size());

        for (int stream = 0; stream < 3; stream++) {
            int wanted = stream;
            List<byte[]> got = b.all(MeshSignal.Received.class).stream()
                    .filter(r -> r.stream() == wanted)
                    .map(MeshSignal.Received::message)
                    .toList();
            assertEquals(sent.get(stream).size(), got.size());
            for (int i = 0; i < got.size(); i++) {
                assertArrayEquals(sent.get(stream).get(i), got.get(i), "stream " + stream + " message " + i);
            }
        }
    }

    @Test
    void stateNeverGoesBackwardsAndNeverArrivesTwice() {
        Net net = lossy(9);
        Net.Node a = net.node(family.host(1), 1000);
        Net.Node b = net.node(family.host(2), 1000);
        a.connect(b);
        assertTrue(net.run(8_000, () -> a.core.linkCount() == 1));

        for (int i = 0; i < 500; i++) {
            a.send(b, Lane.STATE, 0, new byte[] {(byte) (i >> 8), (byte) i});
            net.run(3);
        }
        net.run(500);

        List<Integer> got = b.messages().stream()
                .map(m -> ((m[0] & 0xFF) << 8) | (m[1] & 0xFF))
                .toList();
        assertTrue(got.size() > 150 && got.size() <= 420, "delivered " + got.size());
        for (int i = 1; i < got.size(); i++) {
            assertTrue(got.get(i) > got.get(i - 1));
        }
        double lossPercent = b.core.stats(a.id()).lossPercent();
        assertTrue(lossPercent > 8 && lossPercent < 35, "measured loss " + lossPercent);
    }

    @Test
    void largestMessageArrivesWithinThreeRoundTripsAtFivePercentLoss() {
        int late = 0;
        for (long seed = 1; seed <= 100; seed++) {
            Net net = new Net(seed);
            net.delayNanos = 25_000_000L;
            Net.Node a = net.node(family.host(1), 1000);
            Net.Node b = net.node(family.host(2), 1000);
            a.connect(b);
            net.run(8_000, () -> a.core.linkCount() == 1);
            net.run(3_000); // the round trip is known by pings
            net.loss = 0.05;
            byte[] message = new byte[MeshPort.MAX_MESSAGE_BYTES];
            Arrays.fill(message, (byte) seed);

            long start = net.now;
            assertTrue(a.send(b, Lane.RELIABLE, 0, message));
            assertTrue(net.run(10_000, () -> b.messages().size() == 1));

            assertArrayEquals(message, b.messages().get(0));
            late += net.now - start > 3 * 50_000_000L ? 1 : 0;
        }
        assertTrue(late <= 5, late + " of 100 took longer than 3 round trips");
    }

    @Test
    void largestStateMessageArrivesWholeOrNotAtAll() {
        Net net = new Net(4);
        Net.Node a = net.node(family.host(1), 1000);
        Net.Node b = net.node(family.host(2), 1000);
        a.connect(b);
        net.run(1_000, () -> a.core.linkCount() == 1);
        byte[] message = new byte[MeshPort.MAX_MESSAGE_BYTES];
        new SplittableRandom(1).nextBytes(message);

        a.send(b, Lane.STATE, 9, message);
        net.run(100);
        net.loss = 0.3;
        a.send(b, Lane.STATE, 9, message);
        net.run(100);

        assertEquals(1, b.messages().size());
        assertArrayEquals(message, b.messages().get(0));
    }

    @Test
    void sameSeedGivesTheSameBytes() {
        assertEquals(traffic(family, 3), traffic(family, 3));
    }

    private static List<String> traffic(Family family, long seed) {
        Net net = lossy(seed);
        Net.Node a = net.node(family.host(1), 1000);
        Net.Node b = net.node(family.host(2), 1000);
        a.connect(b);
        net.run(4_000);
        a.send(b, Lane.RELIABLE, 0, new byte[5_000]);
        net.run(2_000);
        return net.log.stream().map(Arrays::toString).toList();
    }
}
