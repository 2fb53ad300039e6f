package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.peer.core.StepGame.Dice;
import worldmesh.peer.core.StepGame.Roll;
import worldmesh.peer.core.StepGame.Spot;
import worldmesh.peer.core.StepGame.Step;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.view.CellObserver;
import worldmesh.world.command.Receipt;
import worldmesh.world.entity.EntityId;

/** Commands as their player sees them before they are answered, at 100 ms one way. */
class PredictionTest {
    private Party party;
    private Node ann;
    private Node bob;
    private EntityId walker;
    private int accepted;
    private int rejected;

    private final CommandListener listener = new CommandListener() {
        @Override
        public void accepted(Receipt receipt) {
            accepted++;
        }

        @Override
        public void rejected(String reason, @Nullable Receipt receipt) {
            rejected++;
        }
    };

    @BeforeEach
    void bobHasAWalkerFarFromTheHost() {
        open(0);
    }

    private void open(int inputDelay) {
        party = new Party();
        party.game = new StepGame();
        ann = party.node("ann");
        bob = party.node("bob");
        ann.settings = ann.settings.withInputDelay(inputDelay);
        bob.settings = bob.settings.withInputDelay(inputDelay);
        ann.host();
        bob.join(ann);
        party.net.latencyMillis = 100;
        party.run(1_000);
        walker = bob.world.spawn(null, new Block(1));
        party.run(300);
    }

    private Spot predicted(Node node, EntityId who) {
        return Objects.requireNonNullElse(node.world.predicted(who, Spot.class), new Spot(0, 0));
    }

    @Test
    void withoutInputDelayACommandIsVisibleWhenSubmitReturns() {
        bob.session.submit(new Step(walker, 1, 0), listener);
        bob.session.submit(new Step(walker, 1, 0), listener);

        assertEquals(new Spot(2, 0), bob.world.predicted(walker, Spot.class));
        assertNull(bob.world.confirmed(walker, Spot.class));
    }

    @Test
    void withInputDelayACommandIsVisibleAfterExactlySoManyTicks() {
        for (int delay : new int[] {1, 3, 10}) {
            open(delay);
            for (Node player : List.of(ann, bob)) {
                Spot before = predicted(player, walker);
                player.session.submit(new Step(walker, 1, 0), listener);
                List<Spot> seen = new ArrayList<>();
                for (int tick = 1; tick <= delay; tick++) {
                    seen.add(predicted(player, walker));
                    party.run(Party.STEP_MILLIS);
                }

                assertEquals(java.util.Collections.nCopies(delay, before), seen, player.name + " too early");
                assertEquals(before.x() + 1, predicted(player, walker).x(), player.name + " at tick + " + delay);
                party.run(1_000);
                assertEquals(before.x() + 1, predicted(player, walker).x());
            }
        }
    }

    @Test
    void aDelayedCommandLeavesAtOnce() {
        open(60);
        bob.session.submit(new Step(walker, 1, 0), listener);
        party.run(250);

        assertEquals(1, accepted);
        assertEquals(new Spot(1, 0), bob.world.confirmed(walker, Spot.class));
    }

    @Test
    void aCommandRejectedBeforeItWasToBeSeenIsNeverSeen() {
        open(60);
        bob.session.submit(new Step(walker, 0, 99), listener);
        party.run(1_000);

        assertEquals(1, rejected);
        assertEquals(new Spot(0, 0), predicted(bob, walker));
    }

    @Test
    void anInputDelayThatIsNoDelayIsRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> SessionSettings.defaults().withInputDelay(-1));
        assertThrows(
                IllegalArgumentException.class, () -> SessionSettings.defaults().withInputDelay(61));
    }

    @Test
    void anHonestWalkerAmongOthersIsHardlyEverMispredictedAndNeverByMoreThanACell() {
        Random random = new Random(1);
        EntityId other = ann.world.spawn(null, new Block(2));
        ann.session.submit(new Step(other, 5, 5), listener);
        party.run(500);
        accepted = 0;
        SessionStats before = bob.session.stats();
        float largest = 0;
        int moves = 1_002;
        for (int move = 0; move < moves; move++) {
            stepWhereItIsFree(bob, walker, other, random);
            if (move % 3 == 0) {
                stepWhereItIsFree(ann, other, walker, random);
            }
            for (int tick = 0; tick < 10; tick++) { // ten cells a second: two or three steps wait for their answer
                Spot from = predicted(bob, walker);
                party.run(Party.STEP_MILLIS);
                largest = Math.max(largest, distance(from, predicted(bob, walker)));
            }
        }
        party.run(1_000);

        assertEquals(moves + moves / 3, accepted + rejected);
        SessionStats after = bob.session.stats();
        long wrong = after.mispredictedCommands() - before.mispredictedCommands();
        assertEquals(moves, after.predictedCommands() - before.predictedCommands());
        assertTrue(wrong * 100 < moves, wrong + " of " + moves + " mispredicted");
        assertTrue(largest <= 1, "corrected by " + largest + " cells");
        assertEquals(bob.world.confirmed(walker, Spot.class), predicted(bob, walker));
        assertTrue(party.converged());
    }

    private static float distance(Spot a, Spot b) {
        return Math.abs(a.x() - b.x()) + Math.abs(a.y() - b.y());
    }

    @Test
    void stepsThatFallTogetherAreTakenBackCellByCell() {
        standSomewhere();
        EntityId other = ann.world.spawn(null, new Block(2));
        for (int round = 1; round <= 6; round++) {
            int steps = round;
            long wrong = bob.session.stats().mispredictedCommands();
            Spot at = predicted(bob, walker);
            walkBlindly(other, at, steps);
            float largest = 0;
            int wrongTicks = 0;
            for (int tick = 0; tick < 60; tick++) {
                Spot from = predicted(bob, walker);
                party.run(Party.STEP_MILLIS);
                largest = Math.max(largest, distance(from, predicted(bob, walker)));
                boolean right = predicted(bob, walker).equals(bob.world.pending(walker, Spot.class));
                wrongTicks += right ? 0 : 1;
            }

            assertEquals(steps, bob.session.stats().mispredictedCommands() - wrong);
            assertTrue(largest <= 1, steps + " steps were corrected by " + largest + " cells at once");
            assertTrue(wrongTicks * Party.STEP_MILLIS < 200, steps + " steps were wrong for " + wrongTicks + " ticks");
            assertEquals(at, predicted(bob, walker));
            ann.session.submit(new Step(other, 0, 5), listener);
            party.run(500);
        }
        assertTrue(party.converged());
    }

    private void standSomewhere() {
        bob.session.submit(new Step(walker, 0, 0), listener);
        party.run(1_000);
    }

    /** Somebody steps into the way unseen, then the walker takes so many steps, all of which will fall. */
    private void walkBlindly(EntityId other, Spot at, int steps) {
        Spot theirs = predicted(ann, other);
        ann.session.submit(new Step(other, at.x() + 1 - theirs.x(), at.y() - theirs.y()), listener);
        for (int step = 1; step <= steps; step++) {
            bob.session.submit(new Step(walker, 1, 0), listener);
        }
        assertEquals(at.x() + steps, predicted(bob, walker).x());
        party.run(Party.STEP_MILLIS);
        assertEquals(at.x() + steps, predicted(bob, walker).x());
    }

    @Test
    void aStepAmidACorrectionIsVisibleAtOnceAllTheSame() {
        standSomewhere();
        EntityId other = ann.world.spawn(null, new Block(2));
        walkBlindly(other, predicted(bob, walker), 5);
        while (predicted(bob, walker).x() == 5) {
            party.run(Party.STEP_MILLIS);
        }
        assertEquals(new Spot(4, 0), predicted(bob, walker));
        assertEquals(new Spot(0, 0), bob.world.pending(walker, Spot.class));
        bob.session.submit(new Step(walker, 0, 1), listener);

        assertEquals(new Spot(4, 1), predicted(bob, walker));
        party.run(1_000);
        assertEquals(new Spot(0, 1), predicted(bob, walker));
    }

    @Test
    void aCommandAcceptedWithOtherEffectsThanShownCountsAsMispredicted() {
        bob.session.submit(new Roll(walker), listener);
        ann.session.submit(new Roll(walker), listener);
        party.run(1_000);
        assertEquals(2, accepted);
        assertEquals(1, bob.session.stats().mispredictedCommands());

        bob.session.submit(new Roll(walker), listener);
        party.run(1_000);
        assertEquals(1, bob.session.stats().mispredictedCommands());
        assertEquals(2, bob.session.stats().predictedCommands());
    }

    @Test
    void aRejectionThatWasForeseenIsNoMisprediction() {
        bob.session.submit(new Step(walker, 99, 0), listener);
        party.run(1_000);

        assertEquals(1, rejected);
        assertEquals(1, bob.session.stats().predictedCommands());
        assertEquals(0, bob.session.stats().mispredictedCommands());
    }

    /** What a player does: a step to a tile that looks free. */
    private void stepWhereItIsFree(Node node, EntityId who, EntityId other, Random random) {
        Spot at = predicted(node, who);
        Spot taken = predicted(node, other);
        int[][] ways = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
        for (int turn = random.nextInt(4); ; turn++) {
            int[] way = ways[turn % 4];
            Spot to = new Spot(at.x() + way[0], at.y() + way[1]);
            boolean inside = Math.abs(to.x()) <= StepGame.WALL && Math.abs(to.y()) <= StepGame.WALL;
            if (inside && !to.equals(taken)) {
                node.session.submit(new Step(who, way[0], way[1]), listener);
                return;
            }
        }
    }

    @Test
    void diceArePredictedAsTheAuthorityRollsThem() {
        List<Dice> seen = new ArrayList<>();
        bob.world
                .observers()
                .add(new CellObserver(
                        "test", Dice.class, (id, old, now, origin) -> seen.add((Dice) Objects.requireNonNull(now))));
        for (int roll = 0; roll < 5; roll++) {
            bob.session.submit(new Roll(walker), listener);
            party.run(500);
        }

        assertEquals(5, seen.size(), "each roll is told once, as it stays");
        assertEquals(ann.world.confirmed(walker, Dice.class), seen.get(4));
    }

    @Test
    void diceOfATickThatAnotherPlayerTookAreCorrectedWithTheAnswer() {
        bob.session.submit(new Roll(walker), listener);
        Dice guessed = Objects.requireNonNull(bob.world.predicted(walker, Dice.class));
        ann.session.submit(new Roll(walker), listener);
        party.run(1_000);

        assertNotEquals(guessed, bob.world.predicted(walker, Dice.class));
        assertEquals(ann.world.confirmed(walker, Dice.class), bob.world.predicted(walker, Dice.class));
    }
}
