package worldmesh.peer.pose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import worldmesh.world.motion.NetworkTransform;
import worldmesh.world.space.Quat;
import worldmesh.world.space.Vec3;

class PoseTrackTest {
    record Pose(double x, float turn, String mood) {}

    private final PoseTrack track = new PoseTrack(new Blend(Pose.class), 20);

    private static Pose pose(double x) {
        return new Pose(x, (float) x * 2, x < 5 ? "calm" : "wild");
    }

    private double drawnX() {
        return ((Pose) Objects.requireNonNull(track.drawn(0))).x();
    }

    @Test
    void numbersAreBlendedAndTheRestIsTakenFromTheNearer() {
        track.add(100, pose(0));
        track.add(200, pose(10));

        assertEquals(new Pose(4, 8, "calm"), track.at(140));
        assertEquals(new Pose(6, 12, "wild"), track.at(160));
    }

    record Body(Vec3 at, Quat turn, int hits) {}

    @Test
    void rotationsAreBlendedOnTheArcAndPlacesOnTheLine() {
        PoseTrack body = new PoseTrack(new Blend(Body.class), 20);
        Vec3 up = new Vec3(0, 0, 1);
        body.add(100, new Body(Vec3.ZERO, Quat.about(up, 3), 1));
        body.add(200, new Body(new Vec3(4, 0, 8), Quat.about(up, -3), 2));

        Body drawn = (Body) Objects.requireNonNull(body.at(125));
        assertEquals(0, drawn.at().distance(new Vec3(1, 0, 2)), 1e-9);
        // From 3 to -3 radians the short way leads over pi, and a quarter of it is 0.0708.
        assertEquals(0, drawn.turn().angleTo(Quat.about(up, 3 + (2 * Math.PI - 6) / 4)), 1e-9);
        assertEquals(1, drawn.hits());
    }

    @Test
    void aTransformIsBlendedAcrossTheBorderOfASector() {
        PoseTrack body = new PoseTrack(new Blend(NetworkTransform.class), 20);
        NetworkTransform from = new NetworkTransform(new Vec3(999, 5, 1), Quat.IDENTITY, 100);
        body.add(100, from);
        body.add(200, from.moved(new Vec3(2, 0, 0), Quat.IDENTITY, 200));

        NetworkTransform drawn = (NetworkTransform) Objects.requireNonNull(body.at(125));
        assertEquals(0, drawn.pos().distance(new Vec3(999.5, 5, 1)), 1e-9);
        assertEquals(125, drawn.timestamp());
        assertTrue(new Blend(NetworkTransform.class).isContinuous() && new Blend(Body.class).isContinuous());
    }

    @Test
    void olderAndRepeatedPosesAreDropped() {
        assertTrue(track.add(100, pose(1)));
        assertFalse(track.add(100, pose(2)));
        assertFalse(track.add(50, pose(3)));

        assertEquals(pose(1), track.newest());
    }

    @Test
    void nothingIsDrawnBeforeTheFirstAndTheNewestIsHeld() {
        track.add(100, pose(1));

        assertNull(track.at(99));
        assertEquals(pose(1), track.at(10_000));
    }

    @Test
    void theRingForgetsTheOldest() {
        for (int i = 0; i < 200; i++) {
            track.add(i * 50L, pose(i));
        }

        assertNull(track.at((199 - PoseTrack.SAMPLES_MAX) * 50L));
        assertNotNull(track.at((200 - PoseTrack.SAMPLES_MAX) * 50L));
    }

    @Test
    void aTrackThatRanDryHurriesInsteadOfJumping() {
        track.add(0, pose(0));
        track.play(0, 0);
        track.play(300, 300);
        track.add(400, pose(40));

        track.play(310, 10);
        assertEquals(2.0, drawnX(), 1e-9);
        for (int millis = 320; millis <= 700; millis += 10) {
            track.play(millis, 10);
        }
        assertEquals(40.0, drawnX(), 1e-9);
    }

    @Test
    void theDelayAdaptsToJitterWithinFiveSecondsAndBack() {
        PlayoutDelay delay = new PlayoutDelay();
        for (int millis = 0; millis < 5_000; millis += 50) {
            delay.onArrival(millis % 100 == 0 ? 200 : 10);
            delay.advance(50);
        }
        assertTrue(delay.millis() >= 250 && delay.millis() <= 300, "at 200 ms of jitter " + delay.millis());

        for (int millis = 0; millis < 10_000; millis += 50) {
            delay.onArrival(10);
            delay.advance(50);
        }
        assertEquals(100, delay.millis());
    }
}
