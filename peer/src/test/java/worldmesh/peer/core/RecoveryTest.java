package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.core.TestGame.Dig;
import worldmesh.peer.error.RecoveryStep;
import worldmesh.peer.error.WorldMeshError;
import worldmesh.peer.event.CommandRejectedEvent;
import worldmesh.peer.event.ErrorNotification;
import worldmesh.peer.event.FailureEvent;
import worldmesh.peer.event.RecoveryStepEvent;
import worldmesh.peer.wire.Batches;
import worldmesh.peer.wire.MessageKind;
import worldmesh.world.entity.EntityId;

/** Every kind of error is injected a hundred times; each time the session recovers by the same five steps. */
class RecoveryTest {
    private static final int TIMES = 100;

    /** The longest recovery here: a lost link is tried again within a second. */
    private static final long BOUND_MILLIS = 3_000;

    private Party party;
    private Node ann;
    private Node bob;
    private EntityId stone;

    @BeforeEach
    void aPartyOfThree() {
        party = Party.ofThree();
        ann = party.nodes.get(0);
        bob = party.nodes.get(1);
        stone = ann.world.spawn(null, new Block(0));
        party.run(200);
    }

    private static List<RecoveryStep> steps(Node node, WorldMeshError.Kind kind) {
        return node.heard(RecoveryStepEvent.class).stream()
                .filter(event -> event.error() == kind)
                .map(RecoveryStepEvent::step)
                .toList();
    }

    private static long errors(Node node, WorldMeshError.Kind kind) {
        return node.heard(ErrorNotification.class).stream()
                .filter(event -> event.error().kind() == kind)
                .count();
    }

    /** Injects an error at {@code node} again and again, each time until the session has recovered from it. */
    private void recoversFrom(WorldMeshError.Kind kind, Node node, Runnable injection) {
        List<RecoveryStep> expected = new ArrayList<>();
        for (int i = 1; i <= TIMES; i++) {
            injection.run();
            expected.addAll(List.of(RecoveryStep.values()));
            for (long end = party.net.nowMillis + BOUND_MILLIS; party.net.nowMillis < end; ) {
                party.run(50);
                if (steps(node, kind).size() == expected.size()) {
                    break;
                }
            }
            assertEquals(expected, steps(node, kind), kind + " no. " + i);
        }
        party.run(100);
        assertEquals(TIMES, errors(node, kind));
        assertTrue(party.converged());
    }

    @Test
    void fromALostConnection() {
        Node eve = party.nodes.get(2);

        recoversFrom(WorldMeshError.Kind.CONNECTION, bob, () -> {
            party.net.cut(bob.mesh, ann.mesh);
            party.net.cut(bob.mesh, eve.mesh);
            bob.world.put(stone, new Block((int) (party.net.nowMillis % 90)));
            ann.world.spawn(null, new Block(1));
            party.run(60);
            party.net.heal(bob.mesh, ann.mesh);
            party.net.heal(bob.mesh, eve.mesh);
        });
    }

    @Test
    void fromHistoryThatCameDamaged() {
        recoversFrom(WorldMeshError.Kind.SYNC, bob, () -> spoilOneBatch(raw -> new byte[] {1}));
    }

    @Test
    void fromHistoryThatWasForged() {
        recoversFrom(
                WorldMeshError.Kind.SECURITY,
                bob,
                () -> spoilOneBatch(raw -> {
                    byte[] forged = raw.clone();
                    forged[forged.length - 1] ^= 1;
                    return forged;
                }));
    }

    /** The next batch to BOB alone is changed on its way; everybody else gets it as it is. */
    private void spoilOneBatch(java.util.function.UnaryOperator<byte[]> how) {
        boolean[] done = new boolean[1];
        party.net.tamper = (to, message) -> {
            boolean mine = !done[0] && to.equals(bob.world.self());
            if (mine && MessageKind.decode(message) instanceof Batches batches) {
                done[0] = true;
                List<byte[]> spoilt = new ArrayList<>(batches.batches());
                spoilt.set(0, how.apply(spoilt.get(0)));
                return new Batches(spoilt).encode();
            }
            return message;
        };
        ann.world.put(stone, new Block((int) (party.net.nowMillis % 91)));
    }

    @Test
    void fromAStateThatWasTakenBack() {
        recoversFrom(WorldMeshError.Kind.STATE, ann, () -> {
            ann.world.put(stone, new Block((int) (party.net.nowMillis % 89)));
            Objects.requireNonNull(ann.judge.context).out().rollback(List.of());
        });
    }

    @Test
    void fromACommandThatTheRulesReject() {
        recoversFrom(
                WorldMeshError.Kind.VALIDATION,
                bob,
                () -> bob.session.submit(new Dig(stone, 1_000), CommandListener.NONE));

        assertEquals(TIMES, bob.heard(CommandRejectedEvent.class).size());
    }

    @Test
    void errorsOfOneKindThatComeTogetherAreToldAndRecoveredFromOnce() {
        party.net.cut(bob.mesh, ann.mesh);
        party.net.cut(bob.mesh, party.nodes.get(2).mesh);
        party.run(1_000);

        assertEquals(1, bob.heard(FailureEvent.class).size());
        assertEquals(
                List.of(RecoveryStep.DETECTED, RecoveryStep.STATE_SAVED), steps(bob, WorldMeshError.Kind.CONNECTION));
    }

    @Test
    void aRecoveryThatTakesTooLongHidesNoLaterError() {
        party.net.cut(bob.mesh, ann.mesh);
        party.net.cut(bob.mesh, party.nodes.get(2).mesh);
        party.run(Recovery.PATIENCE_NANOS / 1_000_000 + 100);
        party.net.heal(bob.mesh, ann.mesh);
        party.run(2_000);
        party.net.cut(bob.mesh, ann.mesh);
        party.run(100);

        assertEquals(2, errors(bob, WorldMeshError.Kind.CONNECTION));
    }
}
