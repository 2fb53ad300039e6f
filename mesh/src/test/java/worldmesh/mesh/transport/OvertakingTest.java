package worldmesh.mesh.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OvertakingTest {
    private static final long MILLI = 1_000_000L;

    private final Overtaking overtaking = new Overtaking();

    @Test
    void threeLaterArrivalsTellALossUntilOneCameLate() {
        assertFalse(overtaking.lost(2));
        assertTrue(overtaking.lost(3));

        overtaking.onLate(62 * MILLI, 50 * MILLI);

        assertFalse(overtaking.lost(100));
        assertEquals(13_500_000L, overtaking.nanos());
    }

    @Test
    void patienceIsARoundTripAtMostAndFadesWhenNothingComesLate() {
        overtaking.onLate(900 * MILLI, 50 * MILLI);
        assertEquals(50 * MILLI, overtaking.nanos());

        for (int i = 0; i < 7_000; i++) {
            overtaking.onArrival();
        }

        assertEquals(0, overtaking.nanos());
        assertTrue(overtaking.lost(3));
    }
}
