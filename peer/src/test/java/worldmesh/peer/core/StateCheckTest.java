package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.core.TestGame.Sign;
import worldmesh.peer.error.StateError;
import worldmesh.peer.event.ErrorNotification;
import worldmesh.peer.wire.Marks;
import worldmesh.peer.wire.Message;
import worldmesh.peer.wire.TreeProbe;
import worldmesh.peer.wire.Vectors;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.TreeNode;
import worldmesh.world.sync.HistoryMarks;
import worldmesh.world.trust.ReplicaIdentity;

@NullUnmarked // an unexpected null fails the test anyway
class StateCheckTest {
    /** What the checklist allows until a difference has a name. */
    private static final long BOUND_MILLIS = 5_000;

    private static final SectorId HERE = SectorId.ORIGIN;

    private final Party party = Party.ofThree();
    private final Node ann = party.nodes.get(0);
    private final Node bob = party.nodes.get(1);
    private final Node eve = party.nodes.get(2);

    private static List<StateError> errors(Node node) {
        return node.heard(ErrorNotification.class).stream()
                .filter(event -> event.error() instanceof StateError)
                .map(event -> (StateError) event.error())
                .toList();
    }

    /** What a debugger does: the bytes of a text in the state in memory become others, and nobody is told. */
    static void damage(Node node, String text) throws ReflectiveOperationException {
        Method state = Replica.class.getDeclaredMethod("decided", SectorId.class);
        state.setAccessible(true);
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>(List.of(state.invoke(node.world.replica(), HERE)));
        int found = 0;
        while (!open.isEmpty()) {
            Object object = open.pop();
            if (!seen.add(object)) {
                continue;
            }
            if (object instanceof byte[] bytes) {
                found += overwrite(bytes, wanted);
            } else if (object instanceof Object[] array) {
                Arrays.stream(array).filter(element -> element != null).forEach(open::push);
            } else if (object.getClass().getName().startsWith("worldmesh.")) {
                pushFields(object, open);
            }
        }
        assertTrue(found > 0, "the text is in memory");
    }

    private static void pushFields(Object object, Deque<Object> open) throws ReflectiveOperationException {
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    Object value = field.get(object);
                    boolean mine = value != null
                            && (value.getClass().isArray()
                                    || value.getClass().getName().startsWith("worldmesh."));
                    if (mine && (!value.getClass().isArray() || Array.getLength(value) > 0)) {
                        open.push(value);
                    }
                }
            }
        }
    }

    private static int overwrite(byte[] bytes, byte[] wanted) {
        int found = 0;
        for (int at = 0; at + wanted.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                bytes[at] ^= 1;
                found++;
            }
        }
        return found;
    }

    @Test
    void aCellThatIsEditedInMemoryIsNamedAndMendedWithinSeconds() throws ReflectiveOperationException {
        EntityId sign = ann.world.spawn(HERE, new Sign("welcome to the island"));
        party.run(1_000);
        assertTrue(party.converged());

        damage(bob, "welcome to the island");
        party.run(BOUND_MILLIS);

        List<StateError> errors = errors(bob);
        assertEquals(1, errors.size(), errors::toString);
        assertTrue(errors.get(0).text().contains(sign.toString()), errors.get(0)::text);
        assertTrue(errors.get(0).text().contains(ann.mesh.self().brief()), "by whom: " + errors.get(0));
        assertEquals(1, bob.session.stats().damagedCells());
        assertEquals(new Sign("welcome to the island"), bob.world.replica().get(sign, Sign.class));
        assertTrue(party.converged());
        assertEquals(List.of(), errors(ann));
    }

    @Test
    void twoHalvesOfAForkThatTwoNeighboursHoldAreProvedByTheirMarks() {
        List<Node> two = List.of(ann, bob);
        for (int i = 0; i < 2; i++) {
            Replica forked = new Replica(
                    ann.world.replica().manifest(),
                    party.game.schema(),
                    ReplicaIdentity.draw(ann.world.replica().manifest().worldId(), eve.signer, 77),
                    party.signatures);
            forked.advance(ann.world.time().millis());
            forked.spawn(HERE, new Sign("half " + i));
            Replica holder = two.get(i).world.replica();
            holder.learn(forked.self().certificate());
            holder.merge(
                    forked.seal(ann.world.time().millis()).get(0),
                    ann.world.time().millis());
        }
        eve.kill();
        assertEquals(ann.world.replica().vector(HERE), bob.world.replica().vector(HERE));

        party.run(40_000);

        assertTrue(party.converged());
        assertEquals(ann.world.replica().digest(HERE), bob.world.replica().digest(HERE));
        assertEquals(
                ann.world.replica().proofs().size(),
                bob.world.replica().proofs().size());
        assertEquals(0, ann.world.replica().vector(HERE).last(eveFork()), "her fork counts no more");
    }

    private long eveFork() {
        return ReplicaIdentity.draw(ann.world.replica().manifest().worldId(), eve.signer, 77)
                .replica();
    }

    @Test
    void whatIsBelievedInPlaceOfBatchesIsNamedByWhoHasTheBatches() {
        EntityId sign = ann.world.spawn(HERE, new Sign("true"));
        party.run(1_000);
        Replica forged = new Replica(
                ann.world.replica().manifest(),
                party.game.schema(),
                ann.world.replica().self(),
                party.signatures);
        forged.advance(ann.world.time().millis());
        assertEquals(sign, forged.spawn(HERE, new Sign("shown to eve alone")));
        assertNotNull(eve.world.replica().install(forged.snapshot(HERE)));
        assertEquals(ann.world.replica().vector(HERE), eve.world.replica().vector(HERE), "no vector tells");

        party.run(30_000);

        assertTrue(eve.session.stats().divergedCells() >= 2, "by both who know better");
        assertTrue(errors(eve).get(0).text().contains(sign.toString()), errors(eve)::toString);
        assertEquals(eve.mesh.self(), errors(bob).get(0).peer());
        assertEquals(new Sign("true"), bob.world.replica().get(sign, Sign.class), "nobody takes it over");
        assertEquals(new Sign("shown to eve alone"), eve.world.replica().get(sign, Sign.class), "nor back");
    }

    @Test
    void whatALiarSaysOfItsStateChangesNothingAndCostsLittle() {
        EntityId sign = ann.world.spawn(HERE, new Sign("true"));
        party.run(1_000);
        long before = ann.world.replica().digest(HERE).longAt(0);
        long proofs = ann.world.replica().verification().proofs();
        TreeNode leaf =
                new TreeNode(0, 0, List.of(), List.of(new TreeNode.CopyMarks(sign, new TreeMap<>(Map.of(0, 1L)))));

        for (int i = 0; i < 100; i++) {
            Vectors.Entry claim = new Vectors.Entry(HERE, ann.world.replica().vector(HERE), 4_711);
            send(new Vectors(false, proofs, List.of(claim)));
            send(new Marks(new HistoryMarks(HERE, List.of(new HistoryMarks.Run(5, 1, List.of(1L, 2L))))));
            send(new TreeProbe(HERE, StateCheck.moment(ann.world.replica(), HERE), false, leaf));
            party.run(20);
        }
        party.run(BOUND_MILLIS);

        assertEquals(before, ann.world.replica().digest(HERE).longAt(0));
        assertEquals(new Sign("true"), ann.world.replica().get(sign, Sign.class));
        assertEquals(0, ann.session.stats().damagedCells());
        assertEquals(eve.mesh.self(), errors(ann).get(0).peer(), "it is said who says so");
        assertTrue(ann.session.stats().limitedMessages() > 100, "questions of one neighbour are limited");
        assertTrue(party.converged());
    }

    private void send(Message message) {
        assertTrue(eve.mesh.send(ann.mesh.self(), Lane.RELIABLE, 1, message.encode()));
    }

    @Test
    void aPartyThatBuildsAndMovesOnIsNeverTakenForDamaged() {
        for (int i = 0; i < 60; i++) {
            Node node = party.nodes.get(i % 3);
            EntityId sign = node.world.spawn(new SectorId(i % 4, 0, 0), new Sign("no. " + i));
            party.run(130);
            node.world.replica().put(sign, new Sign("again " + i));
        }
        party.run(30_000);

        for (Node node : party.nodes) {
            assertEquals(List.of(), errors(node));
            assertEquals(0, node.session.stats().damagedCells());
            assertEquals(0, node.session.stats().divergedCells());
        }
        assertTrue(party.converged());
    }
}
