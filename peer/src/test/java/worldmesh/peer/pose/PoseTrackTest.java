package worldmesh.peer.pose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class PoseTrackTest {
    record Pose(double x, float turn, String mood) {}

    private final PoseTrack track = new PoseTrack(new Blend(Pose.class));

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
