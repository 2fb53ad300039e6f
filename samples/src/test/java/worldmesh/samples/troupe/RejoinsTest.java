package worldmesh.samples.troupe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RejoinsTest {
    @Test
    void countsFromTheReturnToTheSeat() {
        var rejoins = Rejoins.of(List.of(0L, 1_000L, 2_000L), List.of(900L, 1_900L), List.of(50L, 1_300L, 2_030L));

        assertEquals(List.of(300L, 30L), rejoins.millis());
        assertEquals(300, rejoins.max());
        assertEquals(300, rejoins.maxIfComplete());
        assertTrue(rejoins.complete());
    }

    @Test
    void leavesOutAReturnThatTheNextKillCutShort() {
        var rejoins = Rejoins.of(List.of(0L, 1_000L, 2_000L), List.of(900L, 1_100L), List.of(50L, 2_200L));

        assertEquals(List.of(200L), rejoins.millis());
        assertEquals(1, rejoins.cut());
    }

    @Test
    void isIncompleteWhenAPlayerNeverHadItsSeatAgain() {
        var rejoins = Rejoins.of(List.of(0L, 1_000L), List.of(900L), List.of(50L));

        assertFalse(rejoins.complete());
        assertEquals(-1, rejoins.maxIfComplete());
        assertEquals(-1, rejoins.median());
    }

    @Test
    void thoseWhoNeverLeftSpoilNothing() {
        var all = Rejoins.join(List.of(
                Rejoins.of(List.of(0L), List.of(), List.of(40L)),
                Rejoins.of(List.of(0L, 1_000L), List.of(900L), List.of(50L, 1_300L))));

        assertEquals(List.of(300L), all.millis());
        assertEquals(300, all.maxIfComplete());
    }
}
