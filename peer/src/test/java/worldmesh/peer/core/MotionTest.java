package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.core.TestGame.Position;
import worldmesh.peer.view.CellObserver;
import worldmesh.peer.wire.Poses;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

class MotionTest {
    private Party party;
    private Node ann;
    private Node bob;
    private EntityId walker;

    @BeforeEach
    void bobHasAWalker() {
        party = Party.ofThree();
        ann = party.nodes.get(0);
        bob = party.nodes.get(1);
        walker = bob.world.spawn(null, new Position(10, 10));
        party.run(200);
    }

    private float drawnX(Node node) {
        return Objects.requireNonNull(node.world.drawn(walker, Position.class)).x();
    }

    /** Walks at 1.4 m/s for that long; answers what {@code viewer} drew at each step, beside where the walker was. */
    private List<float[]> walk(Node viewer, long millis) {
        List<float[]> seen = new ArrayList<>();
        float x = drawnX(bob);
        for (long at = 0; at < millis; at += Party.STEP_MILLIS) {
            x += 1.4f * Party.STEP_MILLIS / 1000;
            bob.world.put(walker, new Position(x, 10));
            party.run(Party.STEP_MILLIS);
            seen.add(new float[] {x, drawnX(viewer)});
        }
        return seen;
    }

    @Test
    void ownMotionIsDrawnAtOnceAndOthersSeeItATenthOfASecondLater() {
        List<float[]> seen = walk(ann, 1_000);

        float[] last = seen.get(seen.size() - 1);
        float behindMetres = last[0] - last[1];
        assertTrue(behindMetres > 0.10 && behindMetres < 0.24, "behind by " + behindMetres + " m");
        assertEquals(last[0], drawnX(bob), 0.011);
    }

    @Test
    void drawnMotionNeitherStandsNorJumpsUnderLoss() {
        party.net.stateLossPercent = 5;
        List<float[]> seen = walk(ann, 4_000);

        float largest = 0;
        int still = 0;
        int longestStill = 0;
        for (int i = 50; i < seen.size(); i++) {
            float step = seen.get(i)[1] - seen.get(i - 1)[1];
            largest = Math.max(largest, Math.abs(step));
            still = step == 0 ? still + 1 : 0;
            longestStill = Math.max(longestStill, still);
        }
        assertTrue(largest < 0.07, "largest step " + largest + " m, walking makes 0.014");
        assertTrue(longestStill <= 6, "stood for " + longestStill + " frames of 10 ms");
    }

    @Test
    void interpolationIsWithinTwoCentimetresOfTheWalk() {
        List<float[]> seen = walk(ann, 2_000);

        float[] errors = new float[100];
        for (int i = 0; i < errors.length; i++) {
            float drawn = seen.get(i + 90)[1];
            float best = Float.MAX_VALUE;
            for (int back = 9; back <= 13; back++) {
                best = Math.min(best, Math.abs(drawn - seen.get(i + 90 - back)[0]));
            }
            errors[i] = best;
        }
        Arrays.sort(errors);
        assertTrue(errors[95] <= 0.02, "p95 " + errors[95] + " m");
    }

    @Test
    void motionStaysOutOfHistoryUntilItRests() {
        long before = bob.world.replica().stats().retainedBatches();
        walk(ann, 1_000);
        long walking = bob.world.replica().stats().retainedBatches();
        party.run(700);

        assertEquals(before, walking);
        assertEquals(before + 1, bob.world.replica().stats().retainedBatches());
        assertEquals(bob.world.confirmed(walker, Position.class), ann.world.confirmed(walker, Position.class));
        assertTrue(party.converged());
    }

    private void stand(float x, long millis) {
        for (long at = 0; at < millis; at += Party.STEP_MILLIS) {
            bob.world.put(walker, new Position(x, 10));
            party.run(Party.STEP_MILLIS);
        }
    }

    @Test
    void aPoseThatNobodyCanTellFromTheLastOneIsRest() {
        long before = bob.world.replica().stats().retainedBatches();
        stand(10.5004f, 1_000);
        long sent = bob.session.stats().posesSent();

        stand(10.5004f, 6_000);

        assertEquals(before + 1, bob.world.replica().stats().retainedBatches());
        assertEquals(sent, bob.session.stats().posesSent());
    }

    @Test
    void aLongWalkSettlesEveryFiveSeconds() {
        long before = bob.world.replica().stats().retainedBatches();
        walk(ann, 11_000);

        assertEquals(before + 2, bob.world.replica().stats().retainedBatches());
    }

    @Test
    void theRestingPlaceIsDrawnAlsoIfEveryPoseIsLost() {
        party.net.stateLossPercent = 100;
        walk(ann, 300);
        party.run(1_200);

        assertEquals(drawnX(bob), drawnX(ann), 0.001);
    }

    @Test
    void posesOfSomebodyElsesEntityAreRefused() {
        byte[] value = ann.world.schema().type(Position.class).codec().encode(new Position(99, 99));
        int component = ann.world.schema().type(Position.class).id();
        Poses forged = new Poses(ann.world.worldMillis(), List.of(new Poses.Pose(walker, component, value)));
        PeerId to = ann.mesh.self();
        party.nodes.get(2).mesh.send(to, Lane.STATE, 0, forged.encode());
        party.run(300);

        assertEquals(10f, drawnX(ann), 0.001);
        assertEquals(1, ann.session.stats().refusedPoses());
    }

    // Seed 212 of NotificationPropertyTest: the change was told to nobody, and the motion stayed drawn.
    @Test
    void whatIsBornMovesAndDiesWithinOneUpdateIsNeverSeen() {
        List<EntityId> seen = new ArrayList<>();
        bob.world.observers().add(new CellObserver("test", Position.class, (id, old, now, origin) -> seen.add(id)));
        party.run(20);
        seen.clear();
        EntityId ghost = bob.world.spawn(null, new Position(1, 1));
        bob.world.put(ghost, new Position(2, 1));
        bob.world.delete(ghost);
        party.run(1_000);

        assertEquals(List.of(), seen);
        assertEquals(null, bob.world.drawn(ghost, Position.class));
    }

    @Test
    void walkingIntoAnotherSectorMovesTheEntityThere() {
        bob.world.put(walker, new Position(1_500, 10));
        party.run(300);

        assertEquals(new SectorId(1, 0, 0), ann.world.sectorOf(walker));
        party.run(800);
        assertEquals(new Position(1_500, 10), ann.world.drawn(walker, Position.class));
        assertTrue(party.converged());
    }

    @Test
    void aPastPoseCanBeReadForLagCompensation() {
        walk(ann, 1_000);

        Position past = ann.world.rolledBack(walker, Position.class, 500);
        assertNotNull(past);
        assertEquals(drawnX(ann) - 0.7, past.x(), 0.05);
    }

    @Test
    void withInputDelayOwnMotionIsVisibleAfterExactlySoManyTicksButLeavesAtOnce() {
        for (int delay : new int[] {0, 1, 3, 10}) {
            walkerOf(delay);
            List<Float> seen = new ArrayList<>();
            for (int tick = 0; tick < 40; tick++) {
                bob.world.put(walker, new Position(11 + tick, 10));
                seen.add(predictedX(bob));
                party.run(Party.STEP_MILLIS);
            }

            for (int tick = 0; tick < 40; tick++) {
                assertEquals(tick < delay ? 10f : 11 + tick - delay, seen.get(tick), "delay " + delay + " at " + tick);
            }
            assertTrue(drawnX(ann) > 25, "others see motion " + drawnX(ann) + " as if there were no delay");
            party.run(1_500);
            assertEquals(50f, predictedX(bob));
            assertTrue(party.converged());
        }
    }

    @Test
    void delayedMotionIsToldWhenItIsShownAndEditedWhereItIs() {
        walkerOf(5);
        List<Record> told = new ArrayList<>();
        bob.world.observers().add(new CellObserver("test", Position.class, (id, old, now, origin) -> told.add(now)));
        party.run(10);
        told.clear();
        bob.world.put(walker, new Position(11, 10));

        assertEquals(
                11f,
                Objects.requireNonNull(bob.world.editable(walker, Position.class))
                        .x());
        party.run(40);
        assertEquals(List.of(), told);
        party.run(10);
        assertEquals(List.of(new Position(11, 10)), told);
    }

    @Test
    void whatADelayStillHidesIsShownWhenTheSessionEnds() {
        walkerOf(50);
        bob.world.put(walker, new Position(11, 10));
        ann.session.ban(bob.world.self());
        party.run(50);

        assertEquals(SessionState.CLOSED, bob.session.state());
        assertEquals(11f, predictedX(bob));
    }

    private void walkerOf(int inputDelay) {
        party = new Party();
        ann = party.node("ann").host();
        bob = party.node("bob");
        bob.settings = bob.settings.withInputDelay(inputDelay);
        bob.join(ann);
        party.run(1_000);
        walker = bob.world.spawn(null, new Position(10, 10));
        party.run(200);
    }

    private float predictedX(Node node) {
        return Objects.requireNonNull(node.world.predicted(walker, Position.class))
                .x();
    }

    @Test
    void confirmedPredictedAndDrawnDiffer() {
        walk(ann, 500);

        assertEquals(
                10f,
                Objects.requireNonNull(bob.world.confirmed(walker, Position.class))
                        .x(),
                0.001);
        assertEquals(
                10.7f,
                Objects.requireNonNull(bob.world.predicted(walker, Position.class))
                        .x(),
                0.02);
        assertTrue(drawnX(ann) > 10.3f && drawnX(ann) < 10.65f);
    }
}
