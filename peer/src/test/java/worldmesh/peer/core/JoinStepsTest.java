package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.event.ConnectedEvent;
import worldmesh.peer.event.FailureEvent;
import worldmesh.peer.event.JoinStep;
import worldmesh.peer.event.JoinStepEvent;

/** Joining goes by five steps; each is told, and each that takes too long is an error that says what to do. */
class JoinStepsTest {
    private final Party party = new Party();

    private static List<JoinStep> steps(Node node) {
        return node.heard(JoinStepEvent.class).stream().map(JoinStepEvent::step).toList();
    }

    private static String problem(Node node) {
        assertEquals(1, node.heard(FailureEvent.class).size());
        return Objects.requireNonNull(node.last(FailureEvent.class)).error().text();
    }

    private void pass(long nanos) {
        party.run(nanos / 1_000_000 + 20);
    }

    private Node seeking(boolean heard) {
        Node bob = party.node("bob").open();
        for (int i = 0; i < 60; i++) {
            bob.session.seek(heard, party.nanos(), bob.wallMillis());
            party.run(100);
        }
        return bob;
    }

    @Test
    void aJoinerTakesTheFiveStepsInOrderAndOnce() {
        Node ann = party.node("ann").host();
        ann.world.spawn(null, new Block(3));
        Node bob = party.node("bob").join(ann);
        party.run(20_000);

        assertEquals(List.copyOf(EnumSet.allOf(JoinStep.class)), steps(bob));
        assertTrue(bob.heard(FailureEvent.class).isEmpty());
        assertTrue(steps(ann).isEmpty());
        int synced = bob.events.indexOf(bob.heard(JoinStepEvent.class).get(3));
        int continuous = bob.events.indexOf(bob.last(JoinStepEvent.class));
        int connected = bob.events.indexOf(Objects.requireNonNull(bob.last(ConnectedEvent.class)));
        assertTrue(synced < continuous && connected < continuous);
    }

    @Test
    void nobodyToBeHeardIsAnErrorOfTheFirstStep() {
        Node bob = seeking(false);

        assertTrue(steps(bob).isEmpty());
        assertTrue(problem(bob).contains("no party was heard"));
    }

    @Test
    void onlyForeignPartiesAreAnErrorOfTheSecondStep() {
        Node bob = seeking(true);

        assertEquals(List.of(JoinStep.FOUND), steps(bob));
        assertTrue(problem(bob).contains("none with the world in this store"));
    }

    @Test
    void anAddressWhereNobodyAnswersIsAnErrorOfTheThirdStep() {
        Node ghost = party.node("ghost").open();
        ghost.kill();
        Node bob = party.node("bob").join(ghost);
        pass(Joining.SECURE_NANOS);

        assertEquals(List.of(JoinStep.FOUND, JoinStep.CHOSEN), steps(bob));
        assertTrue(problem(bob).contains("check the address"));
    }

    @Test
    void aWorldThatDoesNotComeOverIsAnErrorOfTheFourthStep() {
        Node ann = party.node("ann").host();
        ann.world.spawn(null, new Block(3));
        party.run(2_100);
        party.net.bulkMillis = 1_000_000;
        party.net.tamper = (to, message) -> withoutHistory(message);
        Node bob = party.node("bob").join(ann);
        pass(Joining.SYNC_NANOS + 200_000_000);

        assertEquals(List.of(JoinStep.FOUND, JoinStep.CHOSEN, JoinStep.SECURED), steps(bob));
        assertTrue(bob.heard(FailureEvent.class).stream()
                .anyMatch(failed -> failed.error().text().contains("did not come over")));
    }

    private static byte[] withoutHistory(byte[] message) {
        boolean history = worldmesh.peer.wire.MessageKind.decode(message) instanceof worldmesh.peer.wire.Batches;
        return history ? new worldmesh.peer.wire.Batches(List.of()).encode() : message;
    }

    @Test
    void aPartyWithoutAHolderInReachIsAnErrorOfTheFifthStep() {
        Node ann = party.node("ann").host();
        Node eve = party.node("eve").join(ann);
        party.run(1_000);
        ann.kill();
        party.run(MemoryMesh.DEAD_MILLIS + 100);
        Node bob = party.node("bob").join(eve);
        pass(Joining.ANSWER_NANOS + 3_000_000_000L);

        assertEquals(
                JoinStep.SYNCED,
                Objects.requireNonNull(bob.last(JoinStepEvent.class)).step());
        assertTrue(problem(bob).contains("nobody answers commands"));
    }
}
