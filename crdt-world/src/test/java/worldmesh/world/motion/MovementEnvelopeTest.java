package worldmesh.world.motion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import worldmesh.world.sector.SectorId;
import worldmesh.world.space.Quat;
import worldmesh.world.space.Vec3;

class MovementEnvelopeTest {
    private static final MovementEnvelope ENVELOPE = new MovementEnvelope(6, 2, 15);
    private static final long NOW = 1_000_000;

    @Test
    void permitsWhatFullSpeedAndSlackCoverAndNotACentimetreMore() {
        assertTrue(ENVELOPE.permits(2, NOW, NOW));
        assertFalse(ENVELOPE.permits(2.01, NOW, NOW));
        assertTrue(ENVELOPE.permits(8, NOW - 1_000, NOW));
        assertFalse(ENVELOPE.permits(8.01, NOW - 1_000, NOW));
    }

    @Test
    void permitsNoTeleportHoweverLongTheMoverStood() {
        assertTrue(ENVELOPE.permits(15, 0, NOW));
        assertFalse(ENVELOPE.permits(15.01, 0, NOW));
        assertFalse(ENVELOPE.permits(1e300, Long.MIN_VALUE, Long.MAX_VALUE));
        assertFalse(ENVELOPE.permits(Double.NaN, 0, NOW));
        assertFalse(ENVELOPE.permits(-1, 0, NOW));
    }

    @Test
    void permitsNothingToWhoIsAheadOfTheClockByMoreThanTheSlack() {
        assertEquals(0, ENVELOPE.reachMetres(NOW + 334, NOW));
        assertEquals(1, ENVELOPE.reachMetres(NOW + 500, NOW + 333), 0.01);
        assertFalse(ENVELOPE.permits(0.01, NOW + 60_000, NOW));
    }

    @Test
    void aHonestWalkerIsPermittedAtEveryStep() {
        SplittableRandom random = new SplittableRandom(7);
        long at = NOW;
        long now = NOW;
        for (int step = 0; step < 1_000; step++) {
            long elapsed = random.nextLong(40, 900);
            now += elapsed;
            double metres = 5 * elapsed / 1_000.0;
            assertTrue(ENVELOPE.permits(metres, at, now), "step " + step);
            at = ENVELOPE.arrivalMillis(metres, at, now);
        }
    }

    @Test
    void manySmallStepsAreNeverFasterThanTheSpeedAllows() {
        SplittableRandom random = new SplittableRandom(11);
        long at = NOW;
        long now = NOW;
        double walked = 0;
        for (int step = 0; step < 2_000; step++) {
            now += random.nextLong(0, 50);
            double greedy = ENVELOPE.reachMetres(at, now) * random.nextDouble();
            at = ENVELOPE.arrivalMillis(greedy, at, now);
            walked += greedy;
            assertTrue(walked <= 2 + 6 * (now - NOW) / 1_000.0 + 1e-6, "step " + step);
        }
        assertTrue(walked > 5 * (now - NOW) / 1_000.0, "a greedy walker gets along");
    }

    @Test
    void savedUpTimeIsSpentByTheFirstLongStep() {
        long at = ENVELOPE.arrivalMillis(15, 0, NOW);

        assertEquals(NOW, at);
        assertEquals(2, ENVELOPE.reachMetres(at, NOW));
    }

    @Test
    void bringsAPlaceBackToTheEdgeOfTheEnvelope() {
        Vec3 from = new Vec3(1, 1, 0);

        assertEquals(new Vec3(3, 1, 0), ENVELOPE.bounded(from, new Vec3(3, 1, 0), NOW, NOW));
        assertEquals(2, from.distance(ENVELOPE.bounded(from, new Vec3(900, -80, 3), NOW, NOW)), 1e-9);
        assertEquals(from, ENVELOPE.bounded(from, new Vec3(5, 5, 0), NOW + 9_000, NOW));
    }

    @Test
    void judgesTransformsAcrossSectorsAndNeverAcrossScales() {
        NetworkTransform here = new NetworkTransform(new Vec3(999, 10, 0), Quat.IDENTITY, NOW);
        NetworkTransform near = new NetworkTransform(new Vec3(0.5, 10, 1), Quat.IDENTITY, NOW, new SectorId(1, 0, 0));
        NetworkTransform far = new NetworkTransform(new Vec3(9, 10, 1), Quat.IDENTITY, NOW, new SectorId(1, 0, 0));
        NetworkTransform other = new NetworkTransform(new Vec3(999, 10, 0), Quat.IDENTITY, NOW, new SectorId(0, 0, 1));

        assertTrue(ENVELOPE.permits(here, near, NOW));
        assertFalse(ENVELOPE.permits(here, far, NOW));
        assertFalse(ENVELOPE.permits(here, other, NOW));
        assertEquals(2, here.wayTo(ENVELOPE.bounded(here, far, NOW)).length(), 1e-9);
        assertEquals(here, ENVELOPE.bounded(here, other, NOW));
    }

    @Test
    void refusesEnvelopesThatAreNone() {
        assertThrows(IllegalArgumentException.class, () -> new MovementEnvelope(0, 1, 2));
        assertThrows(IllegalArgumentException.class, () -> new MovementEnvelope(5, 3, 2));
        assertThrows(IllegalArgumentException.class, () -> new MovementEnvelope(Double.NaN, 0, 2));
        assertThrows(IllegalArgumentException.class, () -> new MovementEnvelope(5, 0, Double.POSITIVE_INFINITY));
    }
}
