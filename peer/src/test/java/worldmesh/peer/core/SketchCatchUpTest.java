package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.wire.Message;
import worldmesh.peer.wire.MessageKind;
import worldmesh.peer.wire.Sketch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.ReplicaLimits;
import worldmesh.world.sector.SectorId;
import worldmesh.world.sync.SketchPart;
import worldmesh.world.sync.sketch.SketchEncoder;

/** Who comes back when the batches it lacks are kept no more, and has most of the world. */
class SketchCatchUpTest {
    private static final int BLOCKS = 600;
    private static final int BATCHES_KEPT = 24;

    private final Party party = new Party();
    private final List<MemoryMesh.Sent> sent = new ArrayList<>();
    private final List<EntityId> blocks = new ArrayList<>();
    private final Random random = new Random(1);

    /** A host whose world was built in many batches, and a member that has it in its store and is away. */
    private Node apart() {
        party.limits = new ReplicaLimits(BATCHES_KEPT, 1 << 20, 64, 64);
        Node ann = party.node("ann").host();
        for (int i = 0; i < BLOCKS; i++) {
            blocks.add(ann.world.spawn(null, new Block(random.nextInt())));
            if (i % 5 == 4) {
                party.run(Party.STEP_MILLIS);
            }
        }
        Node bob = party.node("bob").join(ann);
        run(bob);
        party.run(500);
        bob.kill();
        party.run(500);
        return ann;
    }

    private void change(Node ann, int count) {
        for (int i = 0; i < count; i++) {
            ann.world.put(blocks.get(random.nextInt(BLOCKS)), new Block(-i));
            party.run(Party.STEP_MILLIS);
        }
    }

    private void run(Node joined) {
        for (int i = 0; i < 2_000 && (joined.session.state() != SessionState.CONNECTED || !party.converged()); i++) {
            party.run(Party.STEP_MILLIS);
        }
        assertEquals(SessionState.CONNECTED, joined.session.state());
        assertTrue(party.converged());
    }

    private void listen() {
        sent.clear();
        party.net.wire = each -> {
            if (each.lane() != Lane.STATE) {
                sent.add(each);
            }
        };
    }

    private static @Nullable MessageKind kindOf(byte[] raw) {
        Message message = MessageKind.decode(raw);
        return message == null ? null : message.kind();
    }

    private long bytes(MessageKind kind) {
        return sent.stream()
                .map(MemoryMesh.Sent::message)
                .filter(each -> kindOf(each) == kind)
                .mapToLong(each -> each.length)
                .sum();
    }

    private static long count(Node node, String name) {
        return node.session.stats().byName().getOrDefault(name, -1L);
    }

    @Test
    void whatDiffersIsFoundByASketchAndSentAlone() {
        Node ann = apart();
        Node bob = party.nodes.get(1);
        change(ann, 3 * BATCHES_KEPT);
        long whole = ann.world.replica().snapshot(SectorId.ORIGIN).encode().length;
        listen();

        bob.join(ann);
        run(bob);

        assertEquals(0, bytes(MessageKind.SNAPSHOT_PART));
        assertTrue(2 * bytes(MessageKind.SKETCH_REST) < whole, bytes(MessageKind.SKETCH_REST) + " of " + whole);
        assertEquals(1, count(ann, "sectors_sketched"));
        assertEquals(1, count(bob, "sketches_decoded"));
        assertEquals(0, count(bob, "sketches_failed"));
        // It is in the store as a snapshot would be.
        bob.kill();
        bob.open();
        assertTrue(party.converged());
    }

    @Test
    void theNextToComeBackCostsNoFurtherHashOfEveryCell() {
        Node ann = apart();
        Node bob = party.nodes.get(1);
        Node eve = party.node("eve").join(ann);
        run(eve);
        party.run(500);
        eve.kill();
        change(ann, 3 * BATCHES_KEPT);
        bob.join(ann);
        run(bob);
        change(ann, 5);

        eve.join(ann);
        run(eve);

        assertEquals(2, ann.session.stats().catchUps().bySketch());
        assertEquals(1, ann.session.stats().catchUps().packed());
    }

    @Test
    void whatBothSidesEditBeforeAndWhileItIsTakenIsKept() {
        Node ann = apart();
        Node bob = party.nodes.get(1);
        change(ann, 3 * BATCHES_KEPT);
        party.net.latencyMillis = 60;
        bob.join(ann);
        EntityId own = bob.world.spawn(null, new Block(7_777));
        for (int i = 0; i < 30; i++) {
            // Few enough that what is kept of the batches tells what changed meanwhile.
            if (i % 4 == 1) {
                bob.world.put(blocks.get(i), new Block(1_000 + i));
                ann.world.put(blocks.get(100 + i), new Block(2_000 + i));
            }
            party.run(Party.STEP_MILLIS);
        }

        run(bob);

        assertEquals(new Block(7_777), ann.world.confirmed(own, Block.class));
        assertEquals(new Block(1_029), ann.world.confirmed(blocks.get(29), Block.class));
        assertEquals(new Block(2_029), bob.world.confirmed(blocks.get(129), Block.class));
        assertEquals(1, count(bob, "sketches_decoded"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20})
    void aLinkThatEndsAtAnyMomentOnlyMeansToBeginAgain(int steps) {
        Node ann = apart();
        Node bob = party.nodes.get(1);
        change(ann, 3 * BATCHES_KEPT);
        party.net.latencyMillis = 30;
        party.net.gapMillis = 1;
        bob.join(ann);
        party.run(steps * Party.STEP_MILLIS);

        party.cut(ann, bob);
        party.run(200);
        party.heal(ann, bob);
        bob.kill();
        bob.join(ann);
        run(bob);

        assertTrue(party.converged());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void damagedMessagesOfASessionDoNoHarm(long seed) {
        Node ann = apart();
        Node bob = party.nodes.get(1);
        change(ann, 3 * BATCHES_KEPT);
        Random chance = new Random(seed);
        party.net.tamper = (to, message) -> {
            MessageKind kind = kindOf(message);
            boolean ours =
                    kind == MessageKind.SKETCH || kind == MessageKind.SKETCH_ASK || kind == MessageKind.SKETCH_REST;
            byte[] out = message.clone();
            if (ours && chance.nextInt(3) > 0) {
                out[1 + chance.nextInt(out.length - 1)] ^= (byte) (1 << chance.nextInt(8));
            }
            return out;
        };

        bob.join(ann);
        run(bob);

        assertTrue(party.converged());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void realLinksOverABadNetworkBringTheSame(long seed) {
        CoreNet cores = new CoreNet(party.signatures, seed);
        party.cores = cores;
        Node ann = apart();
        Node bob = party.nodes.get(1);
        change(ann, 3 * BATCHES_KEPT);
        cores.disturb(0.05);

        bob.join(ann);
        run(bob);

        assertTrue(party.converged());
        assertEquals(1, count(ann, "sectors_sketched"));
    }

    @Test
    void aPeerThatKnowsNoSketchesIsSentASnapshot() {
        Node ann = apart();
        Node bob = party.nodes.get(1);
        change(ann, 3 * BATCHES_KEPT);
        party.net.tamper = (to, message) -> kindOf(message) == MessageKind.SKETCH ? new byte[] {99} : message;
        long before = count(ann, "sectors_snapshotted");
        listen();

        bob.join(ann);
        run(bob);

        assertTrue(bytes(MessageKind.SNAPSHOT_PART) > 0);
        assertEquals(1, count(ann, "sectors_snapshotted") - before);
    }

    @Test
    void whoDoesNotHoldTheAuthorityIsNotBelieved() {
        Party three = Party.ofThree();
        Node bob = three.nodes.get(1);
        Node eve = three.nodes.get(2);
        byte[] part = new SketchPart(1, null, 1, new SketchEncoder(new long[] {5}).symbols(1, 2)).encode();
        long before = count(bob, "messages_unexpected");

        eve.mesh.send(bob.mesh.self(), Lane.BULK, 1, new Sketch(part).encode());
        three.run(100);

        assertEquals(before + 1, count(bob, "messages_unexpected"));
    }

    @Test
    void symbolsOfNoStateAreGivenUp() {
        Node ann = apart();
        Node bob = party.nodes.get(1);
        change(ann, 3 * BATCHES_KEPT);
        party.net.tamper = (to, message) -> {
            SketchPart part =
                    MessageKind.decode(message) instanceof Sketch sketch ? SketchPart.decode(sketch.part()) : null;
            if (part == null) {
                return message;
            }
            int size = part.symbols().size();
            SketchEncoder nonsense = new SketchEncoder(random.longs(10_000).toArray());
            return new Sketch(new SketchPart(
                                    part.session(),
                                    part.opening(),
                                    part.first(),
                                    nonsense.symbols(part.first(), part.first() + size))
                            .encode())
                    .encode();
        };

        bob.join(ann);
        run(bob);

        assertTrue(count(bob, "sketches_failed") > 0);
    }
}
