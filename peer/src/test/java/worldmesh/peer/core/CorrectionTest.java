package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.peer.core.StepGame.Spot;
import worldmesh.peer.core.StepGame.Step;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.core.TestGame.Position;
import worldmesh.peer.event.CommandRejectedEvent;
import worldmesh.peer.event.Origin;
import worldmesh.peer.pose.Corrections;
import worldmesh.peer.predict.Rejection;
import worldmesh.peer.predict.Rejections;
import worldmesh.peer.view.CellObserver;
import worldmesh.world.command.Receipt;
import worldmesh.world.entity.EntityId;

/** How what was predicted wrongly becomes right in the drawn view. */
class CorrectionTest {
    private static final CommandListener DEAF = new CommandListener() {
        @Override
        public void accepted(Receipt receipt) {}

        @Override
        public void rejected(String reason, @Nullable Receipt receipt) {}
    };

    private Party party;
    private Node ann;
    private Node bob;
    private EntityId walker;

    @BeforeEach
    void bobHasAWalkerFarFromTheHost() {
        party = new Party();
        party.game = new StepGame();
        ann = party.node("ann").host();
        bob = party.node("bob").join(ann);
        party.net.latencyMillis = 100;
        party.run(1_000);
        walker = bob.world.spawn(null, new Block(1));
        bob.session.submit(new Step(walker, 1, 0), DEAF);
        party.run(1_000);
    }

    private float drawn() {
        return Objects.requireNonNull(bob.world.drawn(walker, Spot.class)).x();
    }

    private float predicted() {
        return Objects.requireNonNull(bob.world.predicted(walker, Spot.class)).x();
    }

    private float confirmed() {
        return Objects.requireNonNull(bob.world.confirmed(walker, Spot.class)).x();
    }

    /** Bob predicts a step of 0.9 that the authority rejects: somebody it sees stands there. */
    private void stepIntoSomebody() {
        EntityId other = ann.world.spawn(null, new Block(2));
        ann.session.submit(new Step(other, 1.9f, 0), DEAF);
        party.run(20);
        bob.session.submit(new Step(walker, 0.9f, 0), DEAF);
    }

    @Test
    void aCorrectionDecaysWithinAFifthOfASecondAndTheViewNeverJumpsACell() {
        stepIntoSomebody();
        assertEquals(1.9f, drawn(), 0.001f, "an own step is drawn at once");
        float largest = 0;
        int wrongTicks = 0;
        for (int tick = 0; tick < 60; tick++) {
            float before = drawn();
            party.run(Party.STEP_MILLIS);
            largest = Math.max(largest, Math.abs(drawn() - before));
            boolean corrected = predicted() < 1.5f;
            wrongTicks += corrected && Math.abs(drawn() - confirmed()) > 0.001f ? 1 : 0;
        }

        assertEquals(1f, drawn(), 0.001f);
        assertTrue(largest < 0.1f, "jumped by " + largest + " of a cell");
        assertTrue(wrongTicks > 5 && wrongTicks * Party.STEP_MILLIS < 200, "wrong for " + wrongTicks + " ticks");
        assertTrue(party.converged());
    }

    @Test
    void aRejectedCommandIsNamedWithItsReasonAndItsCellIsToldAsTakenBack() {
        List<Origin> origins = new ArrayList<>();
        stepIntoSomebody();
        party.run(10);
        bob.world.observers().add(new CellObserver("test", Spot.class, (id, old, now, origin) -> {
            if (id.equals(walker) && old != null) {
                origins.add(origin);
            }
        }));
        party.run(600);

        CommandRejectedEvent event = Objects.requireNonNull(bob.last(CommandRejectedEvent.class));
        assertEquals("somebody stands there", event.reason());
        assertEquals(new Step(walker, 0.9f, 0), event.value());
        assertEquals(Origin.ROLLBACK, event.origin());
        assertEquals(List.of(Origin.ROLLBACK), origins.stream().distinct().toList());
    }

    @Test
    void walkingOnWhileACorrectionDecaysNeitherJumpsNorRestartsIt() {
        stepIntoSomebody();
        float largest = 0;
        for (int tick = 0; tick < 60; tick++) {
            float before = drawn();
            party.run(Party.STEP_MILLIS);
            largest = Math.max(largest, Math.abs(drawn() - before));
            if (tick >= 15 && tick < 45) {
                bob.session.submit(new Step(walker, -0.02f, 0), DEAF);
            }
        }
        party.run(1_000);

        assertTrue(largest < 0.2f, "jumped by " + largest + " of a cell");
        assertEquals(confirmed(), drawn(), 0.001f);
        assertEquals(0, bob.session.unansweredCommands());
    }

    @Test
    void wholeNumbersThatMayBeCodesAreRightAtOnce() {
        assertTrue(new Corrections().blends(Spot.class));
        assertTrue(!new Corrections().blends(Block.class));
    }

    @Test
    void aRejectedCommandCanBeReadWithItsReasonAndTheCellItWasTakenBackFrom() {
        stepIntoSomebody();
        party.run(600);

        List<Rejection> rejections = bob.world.rejections().all();
        Rejection rejection = rejections.get(0);
        assertEquals(1, rejections.size());
        assertEquals(Rejection.Code.RULES, rejection.code());
        assertEquals("somebody stands there", rejection.reason());
        assertEquals(new Step(walker, 0.9f, 0), rejection.value());
        assertEquals(List.of(new Rejection.Cell(walker, Spot.class)), rejection.cells());
        assertTrue(rejection.worldMillis() > 0 && rejection.worldMillis() <= bob.world.worldMillis());
        assertEquals(rejection, bob.world.rejections().of(new Rejection.Cell(walker, Spot.class)));
        assertNull(bob.world.rejections().of(new Rejection.Cell(walker, Block.class)));
    }

    @Test
    void onlyTheLastRejectionsAreKeptAndOneThatWasNeverSentSaysSo() {
        for (int i = 0; i < Rejections.KEPT_MAX; i++) {
            bob.session.submit(new Step(walker, 0, 99), DEAF);
        }
        party.run(600);
        for (int i = 0; i <= CommandDesk.UNANSWERED_MAX; i++) {
            bob.session.submit(new Step(walker, 0.01f, 0), DEAF);
        }

        List<Rejection> rejections = bob.world.rejections().all();
        assertEquals(Rejections.KEPT_MAX, rejections.size());
        assertEquals(Rejection.Code.RULES, rejections.get(0).code());
        assertEquals(List.of(), rejections.get(0).cells());
        assertEquals(
                Rejection.Code.NOT_SENT, rejections.get(Rejections.KEPT_MAX - 1).code());
    }

    @Test
    void ownMotionThatAnotherPlayerTookOverIsWalkedBack() {
        EntityId cart = ann.world.spawn(null, new Position(5, 5));
        ann.world.transfer(cart, bob.world.self());
        party.run(1_000);
        bob.world.put(cart, new Position(5.8f, 5));
        party.run(20);
        bob.world.replica().transfer(cart, ann.world.self());
        float largest = 0;
        for (int tick = 0; tick < 40; tick++) {
            float before = Objects.requireNonNull(bob.world.drawn(cart, Position.class))
                    .x();
            party.run(Party.STEP_MILLIS);
            float after = Objects.requireNonNull(bob.world.drawn(cart, Position.class))
                    .x();
            largest = Math.max(largest, Math.abs(after - before));
        }

        assertEquals(
                5f,
                Objects.requireNonNull(bob.world.drawn(cart, Position.class)).x(),
                0.011f);
        assertTrue(largest < 0.2f, "jumped by " + largest);
    }
}
