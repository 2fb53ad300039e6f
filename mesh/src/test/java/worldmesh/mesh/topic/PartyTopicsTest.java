package worldmesh.mesh.topic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.identity.PeerId;

class PartyTopicsTest {
    private static final TopicId A = TopicId.of("a");
    private static final TopicId B = TopicId.of("b");

    private final List<Node> nodes = new ArrayList<>();
    private final ArrayDeque<Flight> flights = new ArrayDeque<>();
    private final List<Flight> sent = new ArrayList<>();

    private record Flight(Node from, Node to, byte[] frame) {}

    private final class Node implements TopicOutbox {
        final PeerId id = peer(nodes.size() + 1);
        final Set<String> forged = new HashSet<>();
        final PartyTopics topics = new PartyTopics(id, 0, (from, message) -> !forged.contains(text(message)));
        final List<TopicMessage> got = new ArrayList<>();
        final Set<PeerId> blocked = new HashSet<>();

        @Override
        public boolean send(PeerId to, byte[] frame) {
            if (blocked.contains(to)) {
                return false;
            }
            Flight flight = new Flight(this, node(to), frame);
            flights.add(flight);
            sent.add(flight);
            return true;
        }

        @Override
        public void deliver(TopicMessage message) {
            got.add(message);
        }
    }

    private static PeerId peer(int number) {
        byte[] id = new byte[PeerId.BYTES];
        id[0] = (byte) number;
        return PeerId.ofBytes(id);
    }

    private Node node(PeerId id) {
        return nodes.stream().filter(node -> node.id.equals(id)).findFirst().orElseThrow();
    }

    private void nodes(int count) {
        for (int i = 0; i < count; i++) {
            nodes.add(new Node());
        }
    }

    private void link(Node a, Node b) {
        a.topics.onNeighbourUp(b.id, a);
        b.topics.onNeighbourUp(a.id, b);
    }

    private void fullMesh() {
        for (Node a : nodes) {
            for (Node b : nodes) {
                if (a.id.compareTo(b.id) < 0) {
                    link(a, b);
                }
            }
        }
        carry();
    }

    private void carry() {
        for (Flight next = flights.poll(); next != null; next = flights.poll()) {
            next.to().topics.onFrame(next.from().id, next.frame(), next.to());
        }
    }

    private static String text(TopicMessage message) {
        return new String(message.payload(), StandardCharsets.UTF_8);
    }

    /** The second neighbour hands on something else under the number of the genuine one, and comes first. */
    @Test
    void whatTheGuardRefusesIsNotHandedOnAndDoesNotHideTheGenuineMessage() {
        nodes(3);
        nodes.forEach(node -> node.topics.subscribe(A, node));
        fullMesh();
        Node liar = nodes.get(1);
        Node reader = nodes.get(2);
        reader.forged.add("lie");
        TopicFrame lie =
                new TopicFrame(TopicFrame.MESSAGE, A, nodes.get(0).id, 1, 4, "lie".getBytes(StandardCharsets.UTF_8));
        sent.clear();
        assertFalse(reader.topics.onFrame(liar.id, lie.encode(), reader));
        assertEquals(0, sent.size());
        nodes.get(0).topics.publish(A, "truth".getBytes(StandardCharsets.UTF_8), nodes.get(0));
        carry();

        assertEquals(
                List.of("truth"), reader.got.stream().map(PartyTopicsTest::text).toList());
        assertEquals(1, reader.topics.refused());
    }

    @Test
    void aNeighbourThatTakesNothingIsBehindUntilItDoes() {
        nodes(2);
        Node near = nodes.get(0);
        Node far = nodes.get(1);
        far.topics.subscribe(A, far);
        fullMesh();
        assertEquals(List.of(far.id), near.topics.subscribers(A));
        near.blocked.add(far.id);
        near.topics.publish(A, new byte[1], near);
        assertTrue(near.topics.isBehind(far.id));
        near.blocked.clear();
        near.topics.flush(near);

        assertFalse(near.topics.isBehind(far.id));
    }

    @Test
    void everySubscriberGetsAMessageOnceAndThePublisherNever() {
        nodes(6);
        nodes.forEach(node -> node.topics.subscribe(A, node));
        fullMesh();
        sent.clear();

        nodes.get(0).topics.publish(A, new byte[] {1, 2, 3}, nodes.get(0));
        carry();

        assertEquals(0, nodes.get(0).got.size());
        for (Node node : nodes.subList(1, 6)) {
            assertEquals(1, node.got.size());
            assertArrayEquals(new byte[] {1, 2, 3}, node.got.get(0).payload());
            assertEquals(nodes.get(0).id, node.got.get(0).publisher());
        }
        assertTrue(sent.stream().noneMatch(flight -> flight.to() == nodes.get(0)), "it was echoed to its publisher");
    }

    @Test
    void nothingGoesBackToWhoeverBroughtIt() {
        nodes(3);
        nodes.forEach(node -> node.topics.subscribe(A, node));
        link(nodes.get(0), nodes.get(1));
        link(nodes.get(1), nodes.get(2));
        carry();
        sent.clear();

        nodes.get(0).topics.publish(A, new byte[1], nodes.get(0));
        carry();

        assertEquals(2, sent.size());
        assertEquals(1, nodes.get(2).got.size());
    }

    @Test
    void aSubscriberOfOneTopicNeverGetsAByteOfAnother() {
        nodes(3);
        nodes.get(0).topics.subscribe(B, nodes.get(0));
        nodes.get(1).topics.subscribe(A, nodes.get(1));
        nodes.get(2).topics.subscribe(B, nodes.get(2));
        fullMesh();
        sent.clear();

        nodes.get(0).topics.publish(B, new byte[100], nodes.get(0));
        carry();

        assertEquals(1, nodes.get(2).got.size());
        assertTrue(sent.stream().noneMatch(flight -> flight.to() == nodes.get(1)));
    }

    @Test
    void arrivesThoughThePublisherDiesAfterTheFirstHop() {
        nodes(8);
        nodes.forEach(node -> node.topics.subscribe(A, node));
        fullMesh();

        nodes.get(0).topics.publish(A, new byte[1], nodes.get(0));
        Flight first = flights.remove();
        flights.clear(); // only one copy ever left the dying machine
        flights.add(first);
        carry();

        assertTrue(nodes.subList(1, 8).stream().allMatch(node -> node.got.size() == 1));
    }

    @Test
    void aMessageWithoutHopsLeftIsDeliveredButNotHandedOn() {
        nodes(3);
        nodes.forEach(node -> node.topics.subscribe(A, node));
        fullMesh();
        sent.clear();
        byte[] last = new TopicFrame(TopicFrame.MESSAGE, A, nodes.get(0).id, 1, 0, new byte[1]).encode();

        nodes.get(1).topics.onFrame(nodes.get(0).id, last, nodes.get(1));

        assertEquals(1, nodes.get(1).got.size());
        assertEquals(List.of(), sent);
    }

    @Test
    void nobodyGetsWhatItUnsubscribedFrom() {
        nodes(2);
        nodes.forEach(node -> node.topics.subscribe(A, node));
        fullMesh();
        nodes.get(1).topics.unsubscribe(A, nodes.get(1));
        carry();
        sent.clear();

        nodes.get(0).topics.publish(A, new byte[1], nodes.get(0));

        assertEquals(List.of(), sent);
    }

    @Test
    void whatFindsNoRoomWaitsInOrderUpToALimit() {
        nodes(2);
        nodes.forEach(node -> node.topics.subscribe(A, node));
        fullMesh();
        Node publisher = nodes.get(0);
        publisher.blocked.add(nodes.get(1).id);

        for (int i = 0; i < PartyTopics.MAX_WAITING + 10; i++) {
            publisher.topics.publish(A, new byte[] {(byte) i}, publisher);
        }
        publisher.blocked.clear();
        publisher.topics.flush(publisher);
        carry();

        assertEquals(10, publisher.topics.dropped());
        assertEquals(PartyTopics.MAX_WAITING, nodes.get(1).got.size());
        assertEquals(11, nodes.get(1).got.get(0).sequence());
    }

    @Test
    void refusesWhatStrangersSayAndWhatIsMalformed() {
        nodes(2);
        nodes.get(1).topics.subscribe(A, nodes.get(1));
        byte[] good = new TopicFrame(TopicFrame.MESSAGE, A, nodes.get(0).id, 1, 1, new byte[1]).encode();

        assertFalse(nodes.get(1).topics.onFrame(nodes.get(0).id, good, nodes.get(1)));
        fullMesh();
        for (int length = 0; length < TopicFrame.HEADER_BYTES; length++) {
            byte[] cut = java.util.Arrays.copyOf(good, length);
            assertFalse(nodes.get(1).topics.onFrame(nodes.get(0).id, cut, nodes.get(1)), "length " + length);
        }
        assertTrue(nodes.get(1).topics.onFrame(nodes.get(0).id, good, nodes.get(1)));
        assertEquals(1, nodes.get(1).got.size());
    }

    @Test
    void anOldMessageCountsAsSeenAndLateOnesInTheWindowAreTaken() {
        var seen = new SeenMessages();

        assertTrue(seen.first(peer(1), 10_000));
        assertTrue(seen.first(peer(1), 10_000 - SeenMessages.WINDOW + 1));
        assertFalse(seen.first(peer(1), 10_000 - SeenMessages.WINDOW + 1));
        assertFalse(seen.first(peer(1), 10_000 - SeenMessages.WINDOW));
        assertTrue(seen.first(peer(2), 1));
        assertTrue(seen.first(peer(1), 10_000 + SeenMessages.WINDOW));
        assertFalse(seen.first(peer(1), 10_000));
    }
}
