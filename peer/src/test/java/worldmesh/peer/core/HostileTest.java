package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.wire.Answer;
import worldmesh.peer.wire.Batches;
import worldmesh.peer.wire.Hello;
import worldmesh.peer.wire.Message;
import worldmesh.peer.wire.MessageKind;
import worldmesh.peer.wire.Notice;
import worldmesh.peer.wire.Poses;
import worldmesh.peer.wire.Presence;
import worldmesh.peer.wire.Proofs;
import worldmesh.peer.wire.Roster;
import worldmesh.peer.wire.SnapshotPart;
import worldmesh.peer.wire.SubmitCommand;
import worldmesh.peer.wire.TimePong;
import worldmesh.peer.wire.Vectors;
import worldmesh.peer.wire.Welcome;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

class HostileTest {
    private static List<Message> samples() {
        TreeMap<String, String> shown = new TreeMap<>();
        shown.put("cursor", "3,4");
        VersionVector vector = new VersionVector();
        vector.set(5, 9);
        return List.of(
                new Hello(1, new byte[32], new byte[32], "ann", 7, new byte[32], true),
                new Welcome(new byte[100], 5, true),
                new Roster(List.of(new Roster.Member(
                        worldmesh.runtime.identity.PeerId.ofBytes(new byte[32]), "bob", new byte[4], 7))),
                new Proofs(List.of(new byte[20])),
                new Vectors(true, 0, List.of(new Vectors.Entry(SectorId.ORIGIN, vector, 0))),
                new Batches(List.of(new byte[50], new byte[3])),
                new SnapshotPart(SectorId.ORIGIN, 3, 0, 2, new byte[10]),
                new SubmitCommand(new byte[30]),
                new Answer(new byte[40], new byte[0], List.of(new Answer.Published(SectorId.ORIGIN, 1, 2))),
                new Presence(shown),
                new TimePong(1, 2, true),
                new Poses(9, List.of(new Poses.Pose(new EntityId(1, 2), 3, new byte[4]))),
                new Notice("hi"));
    }

    @Test
    void everyMessageSurvivesItsCodec() {
        for (Message message : samples()) {
            Message read = MessageKind.decode(message.encode());

            assertNotNull(read, message.kind().name());
            assertEquals(message.kind(), read.kind());
            assertTrue(
                    java.util.Arrays.equals(message.encode(), read.encode()),
                    message.kind().name());
        }
    }

    @Test
    void truncatedFlippedAndRandomBytesAreRefusedWithoutException() {
        Random random = new Random(3);
        for (Message message : samples()) {
            byte[] good = message.encode();
            for (int length = 0; length < good.length; length++) {
                MessageKind.decode(java.util.Arrays.copyOf(good, length));
            }
            for (int bit = 0; bit < good.length * 8; bit++) {
                byte[] bad = good.clone();
                bad[bit / 8] ^= (byte) (1 << bit % 8);
                MessageKind.decode(bad);
            }
        }
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            if (noise.length > 0) {
                noise[0] = (byte) (1 + random.nextInt(16));
            }
            MessageKind.decode(noise);
        }
    }

    @Test
    void aMemberThatSendsNonsenseHarmsNobody() {
        Party party = Party.ofThree();
        Node ann = party.nodes.get(0);
        Node eve = party.nodes.get(2);
        EntityId block = ann.world.spawn(null, new Block(1));
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            for (Message message : samples()) {
                byte[] bad = message.encode();
                for (int flips = random.nextInt(4); flips > 0; flips--) {
                    bad[1 + random.nextInt(bad.length - 1)] ^= (byte) (1 << random.nextInt(8));
                }
                eve.mesh.send(ann.mesh.self(), List.of(Lane.values()).get(random.nextInt(3)), random.nextInt(256), bad);
            }
            party.run(10);
        }
        party.run(500);

        assertEquals(new Block(1), party.nodes.get(1).world.drawn(block, Block.class));
        assertEquals(new Block(1), ann.world.drawn(block, Block.class));
        assertTrue(ann.session.stats().malformedMessages() > 0);
        assertEquals(SessionState.CONNECTED, ann.session.state());
    }

    @Test
    void aMemberThatFloodsIsCutOff() {
        Party party = Party.ofThree();
        Node ann = party.nodes.get(0);
        Node eve = party.nodes.get(2);
        byte[] notice = new Notice("x").encode();
        for (int i = 0; i < 11_000; i++) {
            eve.mesh.send(ann.mesh.self(), Lane.RELIABLE, 1, notice);
        }
        party.run(100);

        assertTrue(ann.session.stats().limitedMessages() > 0);
        assertTrue(ann.session.peers().stream().noneMatch(p -> p.name().equals("eve")));
        assertEquals(2, ann.session.peers().size());
    }

    @Test
    void anAnswerFromAnybodyButTheAuthorityIsIgnored() {
        Party party = Party.ofThree();
        Node bob = party.nodes.get(1);
        Node eve = party.nodes.get(2);
        eve.mesh.send(
                bob.mesh.self(), Lane.RELIABLE, 0, new SnapshotPart(SectorId.ORIGIN, 1, 0, 1, new byte[9]).encode());
        party.run(50);

        assertEquals(1, bob.session.stats().unexpectedMessages());
    }
}
