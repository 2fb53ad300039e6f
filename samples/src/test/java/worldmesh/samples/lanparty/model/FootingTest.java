package worldmesh.samples.lanparty.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FootingTest {
    private static final long NOW = 50_000;

    @Test
    void drawsAPoseWhereItsOwnerClaimsItWithinTheEnvelope() {
        Footing footing = new Footing(0, 0, NOW - 1_000);

        assertEquals(new Pose(8, 0), footing.bounded(new Pose(8, 0), NOW));
    }

    @Test
    void drawsAPoseBeyondTheEnvelopeAtItsEdge() {
        Footing footing = new Footing(0, 0, NOW - 1_000);

        assertEquals(new Pose(8, 0), footing.bounded(new Pose(39, 0), NOW));
    }

    @Test
    void walksAfterAFarPoseInStepsThatAreAllPermitted() {
        Footing footing = new Footing(0, 0, 0);
        long now = NOW;
        int steps = 0;
        while (footing.distanceTo(30, 0) > 0.05) {
            Step step = footing.towards(30, 0, now);
            assertTrue(footing.permits(step.x(), step.y(), now), footing.toString());
            footing = footing.moved(step.x(), step.y(), now);
            now += 500;
            steps++;
            assertTrue(steps < 10, "it never arrives");
        }
        assertEquals(new Step(30, 0), footing.towards(30, 0, now));
    }
}
