package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.MeshSignal;

/** Peers of busy machines, which fall silent and are heard again. */
class FalseAlarmsTest extends LostLink {
    private static final long MILLI = 1_000_000L;

    /** What B sends is on its way for a second longer, for a second; then all is as before for two. */
    private void standStill() {
        net.slow.put(b.address, 1_000 * MILLI);
        net.run(1_000);
        net.slow.clear();
        net.run(2_000);
    }

    @Test
    void aPeerThatStandsStillAgainAndAgainIsAskedToComeBackMoreAndMoreSeldom() {
        int[] asked = new int[10];
        for (int i = 0; i < asked.length; i++) {
            requests.clear();
            standStill();
            asked[i] = requests.size();
        }

        assertTrue(asked[0] > 0, "the first silence may be a path that is gone");
        assertEquals(0, asked[8] + asked[9]);
        assertFalse(a.all(MeshSignal.Suspected.class).isEmpty());
        assertTrue(a.all(MeshSignal.LinkDown.class).isEmpty());
        assertEquals(1, a.core.linkCount());
    }

    @Test
    void aPathThatIsGoneIsComeBackByAllTheSame() {
        for (int i = 0; i < 6; i++) {
            standStill();
        }
        requests.clear();
        cut();
        net.run(3_400);
        heal();
        net.run(500);

        assertFalse(requests.isEmpty());
        assertEquals(1, a.core.linkCount());
        assertTrue(a.all(MeshSignal.LinkDown.class).isEmpty());
    }

    @Test
    void thePauseDoublesHasABoundAndIsForgotten() {
        var alarms = new FalseAlarms();
        long now = 5;

        assertTrue(alarms.isTime(now));
        long[] pauses = {250, 500, 1_000, 2_000, 2_000};
        for (long pause : pauses) {
            alarms.heard(now);
            now += 1_000 * MILLI;
            assertFalse(alarms.isTime(now));
            now += pause * MILLI - 1;
            assertFalse(alarms.isTime(now));
            now += 1;
            assertTrue(alarms.isTime(now));
        }
        alarms.heard(now);
        assertTrue(alarms.isTime(now + FalseAlarms.FORGOTTEN_NANOS));
    }

    @Test
    void aLongSilenceIsNoFalseAlarm() {
        var alarms = new FalseAlarms();
        assertTrue(alarms.isTime(0));
        alarms.heard(FalseAlarms.SHORT_NANOS);

        assertTrue(alarms.isTime(FalseAlarms.SHORT_NANOS + 1));
    }
}
