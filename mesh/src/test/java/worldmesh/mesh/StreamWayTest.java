package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.path.NodeAddress;

/** Streams over a rendezvous node, all else directly. The node is longer, keeps the order and loses nothing. */
class StreamWayTest {
    private static final int STREAM_BYTES = 400;
    private static final int PROMPT_BYTES = 40;

    private final Net net = new Net(23);
    private final Net.Node a = net.node("10.0.0.1", 1_000);
    private final Net.Node b = net.node("10.0.0.2", 1_000);
    private final InetSocketAddress throughToA = NodeAddress.of(a.id().bytes(), 0);
    private final InetSocketAddress throughToB = NodeAddress.of(b.id().bytes(), 0);
    private boolean nodeIsDown;
    private int directLarge;
    private int directSmall;
    private int throughLarge;
    private int throughSmall;
    private int sent;

    StreamWayTest() {
        net.seconds.put(a.address, throughToA);
        net.seconds.put(b.address, throughToB);
        net.slow.put(throughToA, 15_000_000L);
        net.slow.put(throughToB, 15_000_000L);
        net.filter = flight -> !nodeIsDown || !isThrough(flight);
        a.connect(b);
        assertTrue(net.run(2_000, () -> a.core.linkCount() == 1 && b.core.linkCount() == 1));
        net.run(100);
        a.core.partStreams(b.id(), throughToB, net.now, a);
        net.run(500);
        net.sent = this::count;
    }

    private boolean isThrough(Net.Flight flight) {
        return flight.to().equals(throughToA) || flight.to().equals(throughToB);
    }

    private void count(Net.Flight flight) {
        boolean large = flight.data().length >= STREAM_BYTES;
        if (isThrough(flight)) {
            throughLarge += large ? 1 : 0;
            throughSmall += large ? 0 : 1;
        } else {
            directLarge += large ? 1 : 0;
            directSmall += large ? 0 : 1;
        }
    }

    private void play(int turns) {
        for (int i = 0; i < turns; i++) {
            byte[] message = new byte[STREAM_BYTES];
            ByteBuffer.wrap(message).putInt(sent++);
            assertTrue(a.send(b, Lane.RELIABLE, 0, message));
            for (Lane lane : List.of(Lane.STATE, Lane.INPUT, Lane.VOICE)) {
                a.send(b, lane, 1, new byte[PROMPT_BYTES]);
            }
            net.run(16);
        }
    }

    private void assertAllArrivedOnceAndInOrder() {
        List<Integer> got = b.all(MeshSignal.Received.class).stream()
                .filter(received -> received.lane() == Lane.RELIABLE)
                .map(received -> ByteBuffer.wrap(received.message()).getInt())
                .toList();
        assertEquals(IntStream.range(0, sent).boxed().toList(), got);
    }

    private long received(Lane lane) {
        return b.all(MeshSignal.Received.class).stream()
                .filter(received -> received.lane() == lane)
                .count();
    }

    @Test
    void streamsGoThroughTheNodeAndAllElseDirectly() {
        play(300);
        net.run(200);

        assertAllArrivedOnceAndInOrder();
        assertEquals(0, directLarge);
        assertTrue(throughLarge >= 300, "through the node " + throughLarge);
        assertTrue(throughSmall < 50, "small through the node " + throughSmall);
        assertTrue(directSmall >= 300, "direct " + directSmall);
        assertEquals(300, received(Lane.STATE));
        assertEquals(300, received(Lane.INPUT));
        assertEquals(300, received(Lane.VOICE));
    }

    @Test
    void longerWayIsNotTakenForLoss() {
        play(300);
        net.run(200);

        assertEquals(0, a.core.stats(b.id()).resentBytes());
    }

    @Test
    void neitherSideTakesTheNodeForThePlaceOfTheOther() {
        play(100);
        for (int i = 0; i < 500; i++) {
            assertTrue(a.send(b, Lane.BULK, 0, new byte[900])); // nothing else for long
            net.run(10);
        }
        net.run(12_000);

        assertEquals(List.of(), a.all(MeshSignal.Moved.class));
        assertEquals(List.of(), b.all(MeshSignal.Moved.class));
        assertEquals(List.of(), a.all(MeshSignal.Suspected.class));
    }

    @Test
    void streamsGoDirectlyWithinTwoSecondsWhenTheNodeDoesNotCarryAndBackLater() {
        play(30);
        nodeIsDown = true;
        play(125); // two seconds
        throughLarge = 0;
        play(60);

        assertEquals(0, throughLarge);
        net.run(100);
        assertAllArrivedOnceAndInOrder();

        nodeIsDown = false;
        play(400);
        assertTrue(throughLarge > 50, "through the node again " + throughLarge);
        net.run(100);
        assertAllArrivedOnceAndInOrder();
    }

    @Test
    void streamsGoDirectlyAtOnceWhenThisSideHasLostTheNode() {
        play(30);
        nodeIsDown = true;
        a.core.partStreams(b.id(), null, net.now, a);
        net.run(30);

        assertAllArrivedOnceAndInOrder();
        assertEquals(List.of(), b.all(MeshSignal.Moved.class));
    }

    @Test
    void nothingIsLostWhenTheDirectWayDies() {
        play(30);
        net.filter = this::isThrough;
        play(300);
        net.run(3_000);

        assertAllArrivedOnceAndInOrder();
        assertEquals(List.of(), a.all(MeshSignal.LinkDown.class));
        long before = received(Lane.STATE);
        play(10);
        net.run(100);
        assertEquals(before + 10, received(Lane.STATE));
    }

    @Test
    void nodeThatDoesNotCarryIsNeverUsed() {
        nodeIsDown = true;
        a.core.partStreams(b.id(), null, net.now, a);
        a.core.partStreams(b.id(), throughToB, net.now, a);
        play(200);

        assertEquals(0, throughLarge);
        net.run(20);
        assertAllArrivedOnceAndInOrder();
    }
}
