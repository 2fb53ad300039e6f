package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.wire.BlockAsk;
import worldmesh.peer.wire.Message;
import worldmesh.peer.wire.MessageKind;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.replica.ReplicaLimits;
import worldmesh.world.sector.SectorId;

/** A newcomer to a large world fetches it in parts from everybody who has them. */
class BlockFetchTest {
    private static final int BLOCKS = 12_000;
    private static final SectorId FAR = new SectorId(-9, 0, 0);

    private final Party party = new Party();
    private final Random random = new Random(1);
    private final List<EntityId> blocks = new ArrayList<>();
    private final Map<PeerId, Integer> parts = new TreeMap<>();

    /** Ann hosts, bob and eve have what she has. */
    private Node large() {
        party.limits = new ReplicaLimits(24, 4 << 20, 64, 64);
        Node ann = party.node("ann").host();
        party.run(Party.STEP_MILLIS);
        spawn(ann, SectorId.ORIGIN, BLOCKS);
        for (String name : List.of("bob", "eve")) {
            Node member = party.node(name).join(ann);
            run(member);
        }
        party.run(3_000);
        return ann;
    }

    private void spawn(Node ann, SectorId sector, int count) {
        for (int i = 0; i < count; i++) {
            blocks.add(ann.world.spawn(sector, new Block(random.nextInt())));
            if (i % 500 == 499) {
                party.run(Party.STEP_MILLIS);
            }
        }
    }

    private void run(Node joined) {
        for (int i = 0; i < 300 && !(joined.session.state() == SessionState.CONNECTED && same()); i++) {
            party.run(10 * Party.STEP_MILLIS);
        }
        assertEquals(SessionState.CONNECTED, joined.session.state());
        assertTrue(same());
    }

    /** Equal digests of each sector, which are kept as the world changes. */
    private boolean same() {
        return party.nodes.stream()
                        .filter(node -> node.alive)
                        .map(node -> List.of(digest(node, SectorId.ORIGIN), digest(node, FAR)))
                        .distinct()
                        .count()
                == 1;
    }

    private static Hash digest(Node node, SectorId sector) {
        return node.world.isKnown() ? node.world.replica().digest(sector) : Hash.of();
    }

    private static @Nullable Message read(byte[] raw) {
        return MessageKind.decode(raw);
    }

    private void listen() {
        party.net.wire = each -> {
            if (read(each.message()) instanceof worldmesh.peer.wire.Block part && part.data().length > 0) {
                parts.merge(each.from(), 1, Integer::sum);
            }
        };
    }

    private static long count(Node node, String name) {
        return node.session.stats().byName().getOrDefault(name, -1L);
    }

    private int partsOf(int node) {
        return parts.getOrDefault(party.nodes.get(node).world.self(), 0);
    }

    @Test
    void partsComeFromAllNeighboursAtOnceWhileTheWorldGoesOn() {
        Node ann = large();
        party.net.bulkMillis = 400;
        listen();
        Node dan = party.node("dan").join(ann);
        for (int i = 0; i < 40; i++) {
            ann.world.put(blocks.get(random.nextInt(100)), new Block(i));
            party.run(Party.STEP_MILLIS);
        }

        run(dan);

        assertTrue(partsOf(1) > 0 && partsOf(2) > 0, "from bob " + partsOf(1) + ", from eve " + partsOf(2));
        assertTrue(partsOf(0) > 0, "the front is the holder's");
        assertEquals(count(dan, "blocks_fetched"), partsOf(0) + partsOf(1) + partsOf(2));
        // It is in the store as a snapshot would be.
        party.run(500);
        dan.kill();
        dan.open();
        assertTrue(same());
    }

    @Test
    void partsThatLieAreNotTakenAndWhoSentThemIsNotAskedAgain() {
        Node ann = large();
        party.net.bulkMillis = 150;
        Node dan = party.node("dan");
        PeerId bob = party.nodes.get(1).world.self();
        dan.join(ann);
        party.net.wire = each -> {};
        party.net.tamper = (to, message) -> {
            boolean part = read(message) instanceof worldmesh.peer.wire.Block block && block.data().length > 100;
            if (part && to.equals(dan.world.self()) && random.nextBoolean()) {
                byte[] bad = message.clone();
                bad[bad.length - 3] ^= 4;
                return bad;
            }
            return message;
        };

        run(dan);

        assertTrue(count(dan, "messages_malformed") > 0);
        assertTrue(same(), "and " + bob.brief() + " is still a peer");
    }

    @Test
    void aHolderThatIsGoneForAWhileNamesMostPartsAgain() {
        Node ann = large();
        party.net.bulkMillis = 300;
        listen();
        Node dan = party.node("dan").join(ann);
        for (int i = 0; i < 400 && count(dan, "blocks_fetched") < 9; i++) {
            party.run(Party.STEP_MILLIS);
        }
        long before = count(dan, "blocks_fetched");
        assertTrue(before >= 9 && before < 32, "fetched " + before);
        party.cut(ann, dan);
        party.run(300);
        ann.world.put(blocks.get(5), new Block(99));
        party.heal(ann, dan);

        run(dan);

        assertTrue(count(dan, "blocks_fetched") < 36, "fetched " + count(dan, "blocks_fetched") + " for 33");
    }

    @Test
    void whatIsNearComesFirst() {
        Node ann = large();
        ann.world.spawn(FAR, new TestGame.Position(1, 1));
        party.run(100);
        spawn(ann, FAR, 5_000);
        for (int i = 0; i < 40; i++) {
            ann.world.put(blocks.get(blocks.size() - 1), new Block(i));
            party.run(Party.STEP_MILLIS);
        }
        List<SectorId> asked = new ArrayList<>();
        party.net.wire = each -> {
            if (read(each.message()) instanceof BlockAsk ask && !asked.contains(ask.sector())) {
                asked.add(ask.sector());
            }
        };

        Node dan = party.node("dan").join(ann);
        run(dan);

        assertEquals(List.of(FAR, SectorId.ORIGIN), asked, "ann's figure is there");
    }

    @Test
    void aPeerThatKnowsNoPartsIsSentASnapshot() {
        Node ann = large();
        Node dan = party.node("dan").join(ann);
        party.net.tamper =
                (to, message) -> read(message) instanceof worldmesh.peer.wire.BlockRoot ? new byte[] {99} : message;

        run(dan);

        assertEquals(0, count(dan, "blocks_fetched"));
    }

    @Test
    void whoAsksForMoreThanItMayIsAnsweredSomeAndCounted() {
        Node ann = large();
        Node eve = party.nodes.get(2);
        List<BlockAsk.Part> many = new ArrayList<>();
        for (int i = 0; i < BlockAsk.PARTS_MAX; i++) {
            many.add(new BlockAsk.Part(i % 32, Hash.of()));
        }
        byte[] ask = new BlockAsk(SectorId.ORIGIN, 0, 5, many).encode();
        long before = count(ann, "messages_limited");
        long served = count(ann, "blocks_served");

        for (int i = 0; i < 10; i++) {
            eve.mesh.send(ann.mesh.self(), Lane.RELIABLE, 0, ask);
        }
        party.run(2_000);

        assertTrue(count(ann, "messages_limited") >= before + 500);
        assertEquals(served, count(ann, "blocks_served"), "none has that hash");
    }
}
