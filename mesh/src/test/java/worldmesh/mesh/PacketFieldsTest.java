package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.crypto.RecordCipher;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.link.Rejection;
import worldmesh.mesh.topic.PartyTopics;
import worldmesh.mesh.topic.TopicId;
import worldmesh.mesh.topic.TopicMessage;
import worldmesh.mesh.topic.TopicOutbox;
import worldmesh.mesh.wire.RecordHeader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;

/** The fields of a packet that the mesh carries, one by one as docs/wire.md lists them. */
class PacketFieldsTest {
    private final Net net = new Net(31);
    private final Net.Node a = net.node("10.0.0.1", 1000);
    private final Net.Node b = net.node("10.0.0.2", 1000);
    private final Net.Node c = net.node("10.0.0.3", 1000);

    private void link() {
        a.connect(b);
        c.connect(b);
        assertTrue(net.run(2_000, () -> a.core.linkCount() == 1 && c.core.linkCount() == 1 && b.core.linkCount() == 2));
        net.run(100);
    }

    /** The next record with a message from {@code from} to b, kept from arriving. */
    private byte[] capture(Net.Node from, byte[] message) {
        List<byte[]> captured = new ArrayList<>();
        net.filter = flight -> {
            boolean wanted = flight.from().equals(from.address) && flight.to().equals(b.address);
            if (wanted) {
                captured.add(flight.data());
            }
            return !wanted;
        };
        assertTrue(from.send(b, Lane.STATE, 0, message));
        net.run(2, () -> !captured.isEmpty());
        net.filter = flight -> true;
        return captured.get(0);
    }

    private void toB(Net.Node from, byte[] record) {
        b.core.onDatagram(from.address, record, record.length, net.now, b);
    }

    @Test
    void idIsTheCounterOfTheRecordAndNamesItOnce() {
        link();
        byte[] first = capture(a, new byte[] {1});
        byte[] second = capture(a, new byte[] {2});

        assertEquals(RecordHeader.counter(first, 0) + 1, RecordHeader.counter(second, 0));
        toB(a, second);
        toB(a, first);
        toB(a, second);
        assertEquals(1, b.core.rejections().of(Rejection.REPLAYED));
    }

    @Test
    void typeAndReliabilityAreTheLaneWhichTheFrameCarries() {
        link();

        byte[] message = {7};
        for (Lane lane : Lane.values()) {
            assertTrue(a.send(b, lane, 3, message));
            net.run(50);
        }

        List<MeshSignal.Received> received = b.all(MeshSignal.Received.class);
        assertEquals(
                List.of(Lane.values()),
                received.stream().map(MeshSignal.Received::lane).toList());
        for (MeshSignal.Received each : received) {
            assertEquals(3, each.stream());
            assertArrayEquals(message, each.message());
        }
    }

    @Test
    void priorityIsTheOrderOfTheLanes() {
        link();
        a.send(b, Lane.STATE, 9, new byte[1]);
        net.run(1, () -> false);
        int before = b.messages().size();

        a.send(b, Lane.STATE, 9, new byte[1]); // leaves; what follows waits for company
        a.send(b, Lane.BULK, 0, new byte[] {3});
        a.send(b, Lane.RELIABLE, 0, new byte[] {2});
        a.send(b, Lane.STATE, 0, new byte[] {1});
        a.send(b, Lane.INPUT, 0, new byte[] {5});
        a.send(b, Lane.VOICE, 0, new byte[] {4});
        net.run(50);

        List<Lane> order = b.all(MeshSignal.Received.class).stream()
                .skip(before)
                .filter(r -> r.stream() == 0)
                .map(MeshSignal.Received::lane)
                .toList();
        assertEquals(List.of(Lane.values()), order);
    }

    @Test
    void checksumIsTheTagOfTheRecord() {
        link();
        byte[] record = capture(a, new byte[] {1});
        byte[] changed = record.clone();
        changed[record.length - RecordCipher.TAG_BYTES] ^= 1;

        toB(a, changed);
        assertEquals(1, b.core.rejections().of(Rejection.FORGED));
        toB(a, record);
        assertEquals(1, b.messages().size());
    }

    @Test
    void sourceIsThePeerWhoseKeySealsTheLinkAndAForgedOneIsRefused() {
        link();
        byte[] genuine = capture(a, new byte[] {1});
        byte[] forged = capture(c, new byte[] {2});
        System.arraycopy(genuine, 0, forged, 0, RecordHeader.BYTES); // c says that it is a

        toB(a, forged);
        assertEquals(1, b.core.rejections().of(Rejection.FORGED));
        assertEquals(0, b.messages().size());
        toB(a, genuine);
        assertEquals(a.id(), b.all(MeshSignal.Received.class).get(0).from());
    }

    /** A message of a topic as docs/wire-mesh.md has it. */
    private static byte[] topicMessage(TopicId topic, PeerId publisher, long sequence, int hops) {
        return new ByteWriter(64)
                .u8(0)
                .i64(topic.id())
                .bytes(publisher.bytes())
                .i64(sequence)
                .u8(hops)
                .u8(7)
                .toBytes();
    }

    /** b between a and c; what a tells the topics of b, and what c gets of it. */
    private List<byte[]> throughB(List<TopicMessage> delivered, TopicId topic, byte[]... messages) {
        link();
        PartyTopics topics = new PartyTopics(b.id(), 0);
        TopicOutbox out = new TopicOutbox() {
            @Override
            public boolean send(PeerId to, byte[] frame) {
                return to.equals(c.id()) && b.send(c, Lane.RELIABLE, 5, frame);
            }

            @Override
            public void deliver(TopicMessage message) {
                delivered.add(message);
            }
        };
        topics.subscribe(topic, out);
        topics.onNeighbourUp(a.id(), out);
        topics.onNeighbourUp(c.id(), out);
        net.run(50);
        topics.onFrame(c.id(), new ByteWriter(9).u8(1).i64(topic.id()).toBytes(), out);
        int before = c.messages().size();
        for (byte[] message : messages) {
            assertTrue(a.send(b, Lane.RELIABLE, 5, message));
        }
        net.run(50);
        b.all(MeshSignal.Received.class).forEach(r -> topics.onFrame(r.from(), r.message(), out));
        net.run(50);
        return c.all(MeshSignal.Received.class).stream()
                .skip(before)
                .map(MeshSignal.Received::message)
                .toList();
    }

    @Test
    void hopCountFallsWithEveryHopAndAtZeroAMessageIsNotForwarded() {
        TopicId topic = TopicId.of("sector");
        List<TopicMessage> delivered = new ArrayList<>();

        List<byte[]> forwarded =
                throughB(delivered, topic, topicMessage(topic, a.id(), 1, 0), topicMessage(topic, a.id(), 2, 1));

        assertEquals(2, delivered.size());
        assertEquals(1, forwarded.size());
        assertArrayEquals(topicMessage(topic, a.id(), 2, 0), forwarded.get(0));
    }

    @Test
    void pathIsItsPublisherAndTheLinkItCameOverAndItIsNeverHandedBackAlongIt() {
        TopicId topic = TopicId.of("sector");
        List<TopicMessage> delivered = new ArrayList<>();

        List<byte[]> forwarded = throughB(delivered, topic, topicMessage(topic, c.id(), 1, 3));

        assertEquals(c.id(), delivered.get(0).publisher());
        assertEquals(a.id(), b.all(MeshSignal.Received.class).get(0).from());
        assertEquals(0, forwarded.size(), "handed back to its publisher");
    }

    @Test
    void targetIsTheConnectionIdAndNobodyElseTakesTheRecord() {
        link();
        byte[] record = capture(a, new byte[] {1});

        c.core.onDatagram(a.address, record, record.length, net.now, c);

        assertEquals(0, c.messages().size());
        assertEquals(
                1,
                c.core.rejections().of(Rejection.UNKNOWN_LINK)
                        + c.core.rejections().of(Rejection.FORGED));
    }
}
