package worldmesh.mesh.topic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.Mesh;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.SystemClock;

/** Topics of four peers over real, encrypted links. */
class MeshTopicsIT {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int STREAM = 77;
    private static final TopicId A = TopicId.of("a");
    private static final TopicId B = TopicId.of("b");

    private final List<Node> nodes = new ArrayList<>();

    /** A peer that keeps whatever its topics and its mesh hand it. */
    private static final class Node {
        final Mesh mesh = Mesh.open(
                MeshSettings.defaults(),
                Ed25519Signer.generate(RANDOM),
                UdpDatagramPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                SystemClock.INSTANCE,
                RANDOM);
        final List<TopicMessage> got = new ArrayList<>();
        final List<byte[]> frames = new ArrayList<>();
        final List<MeshSignal> others = new ArrayList<>();
        final MeshTopics topics = new MeshTopics(mesh, STREAM, 0, got::add);
        boolean dead;
        boolean waits;

        private void take(MeshSignal signal) {
            if (!topics.onSignal(signal)) {
                others.add(signal);
            } else if (signal instanceof MeshSignal.Received received) {
                frames.add(received.message());
            }
        }

        /** Messages of {@code topic} that came over links, copies too. */
        long carried(TopicId topic) {
            return frames.stream()
                    .map(TopicFrame::decode)
                    .filter(frame -> frame != null
                            && frame.kind() == TopicFrame.MESSAGE
                            && frame.topic().equals(topic))
                    .count();
        }
    }

    @BeforeEach
    void openFour() {
        IntStream.range(0, 4).forEach(i -> nodes.add(new Node()));
    }

    @AfterEach
    void closeAll() {
        nodes.stream().filter(node -> !node.dead).forEach(node -> node.mesh.close());
    }

    private Node node(int number) {
        return nodes.get(number);
    }

    private void link(int a, int b) {
        node(a).mesh.connect(node(b).mesh.local(), node(b).mesh.self());
    }

    private void turn() {
        for (Node node : nodes) {
            if (!node.dead && !node.waits) {
                node.mesh.drain(node::take, 10_000);
                node.topics.onTime();
            }
        }
    }

    private void await(BooleanSupplier condition) {
        long end = SystemClock.INSTANCE.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(SystemClock.INSTANCE.nanoTime() < end, "nothing happened for ten seconds");
            turn();
            LockSupport.parkNanos(200_000L);
        }
    }

    /** Long enough for whatever is still under way on loopback. */
    private void settle() {
        long end = SystemClock.INSTANCE.nanoTime() + 300_000_000L;
        await(() -> SystemClock.INSTANCE.nanoTime() >= end);
    }

    private long links(int number) {
        return node(number).others.stream()
                .filter(MeshSignal.LinkUp.class::isInstance)
                .count();
    }

    private void fullMesh() {
        for (int a = 0; a < 4; a++) {
            for (int b = 0; b < a; b++) {
                link(a, b);
            }
        }
        await(() -> IntStream.range(0, 4).allMatch(i -> links(i) == 3));
    }

    private void subscribe(TopicId topic, int... numbers) {
        for (int number : numbers) {
            assertTrue(node(number).topics.subscribe(topic));
        }
        settle();
    }

    @Test
    void everyOtherSubscriberGetsAMessageOnceAndItsPublisherNever() {
        fullMesh();
        subscribe(A, 0, 1, 2, 3);
        byte[] payload = new byte[Topics.MAX_PAYLOAD_BYTES];
        RANDOM.nextBytes(payload);

        node(0).topics.publish(A, payload);

        await(() -> IntStream.range(1, 4).allMatch(i -> !node(i).got.isEmpty()));
        settle();
        for (int i = 1; i < 4; i++) {
            assertEquals(1, node(i).got.size());
            assertEquals(node(0).mesh.self(), node(i).got.get(0).publisher());
            assertArrayEquals(payload, node(i).got.get(0).payload());
        }
        assertEquals(0, node(0).carried(A), "its own message came back to the publisher");
        // One copy from the publisher to each, and each hands on only what was new: at most one copy per other peer.
        long copies = IntStream.range(1, 4).mapToLong(i -> node(i).carried(A)).sum();
        assertTrue(copies <= 3 + 3 * 2, copies + " copies of one message");
    }

    @Test
    void aSubscriberOfOneTopicGetsNoByteOfAnother() {
        fullMesh();
        subscribe(A, 0, 1);
        subscribe(B, 2, 3);

        node(0).topics.publish(A, new byte[] {1});
        node(2).topics.publish(B, new byte[] {2});

        await(() -> node(1).got.size() == 1 && node(3).got.size() == 1);
        settle();
        assertEquals(A, node(1).got.get(0).topic());
        assertEquals(0, node(0).carried(B) + node(1).carried(B), "bytes of B reached a subscriber of A");
        assertEquals(0, node(2).carried(A) + node(3).carried(A), "bytes of A reached a subscriber of B");
    }

    @Test
    void arrivesThoughThePublisherDiesAfterTheFirstHop() {
        link(0, 1); // 0 - 1 - 2 - 3, no other links
        link(1, 2);
        link(2, 3);
        await(() -> links(0) == 1 && links(1) == 2 && links(2) == 2 && links(3) == 1);
        subscribe(A, 0, 1, 2, 3);

        node(2).waits = true; // so that only the first hop has the message when the publisher dies
        node(0).topics.publish(A, new byte[] {7});
        await(() -> !node(1).got.isEmpty());
        node(0).dead = true;
        node(0).mesh.close();
        node(2).waits = false;

        await(() -> !node(2).got.isEmpty() && !node(3).got.isEmpty());
        settle();
        assertEquals(1, node(2).got.size());
        assertEquals(1, node(3).got.size());
        assertEquals(1, node(3).carried(A), "handed on more than once");
    }

    @Test
    void aNeighbourWhoseLinkIsMadeAnewIsToldAgainWhatIsSubscribedTo() {
        link(0, 1);
        await(() -> links(0) == 1 && links(1) == 1);
        subscribe(A, 1);

        node(0).mesh.close(node(1).mesh.self(), CloseReason.LEFT);
        await(() -> node(1).others.stream().anyMatch(MeshSignal.LinkDown.class::isInstance));
        link(0, 1);
        await(() -> links(0) == 2 && links(1) == 2);
        settle();
        node(0).topics.publish(A, new byte[] {3});

        await(() -> node(1).got.size() == 1);
    }
}
