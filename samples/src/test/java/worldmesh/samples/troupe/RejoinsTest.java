package worldmesh.samples.troupe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RejoinsTest {
    @Test
    void countsFromTheHostsReturnToTheLastPlayersLink() {
        var rejoins = Rejoins.of(
                List.of(0L, 1_000L, 2_000L),
                List.of(900L, 1_900L),
                List.of(List.of(50L, 1_100L, 2_030L), List.of(60L, 1_300L, 1_990L)));

        assertEquals(List.of(300L, 30L), rejoins.millis());
        assertEquals(300, rejoins.max());
        assertEquals(30, rejoins.last());
        assertTrue(rejoins.complete());
    }

    @Test
    void leavesOutAReturnThatTheNextKillCutShort() {
        var rejoins = Rejoins.of(
                List.of(0L, 1_000L, 2_000L),
                List.of(900L, 1_100L),
                List.of(List.of(50L, 1_050L, 2_200L), List.of(60L, 2_100L)));

        assertEquals(List.of(200L), rejoins.millis());
        assertEquals(1, rejoins.cut());
    }

    @Test
    void isIncompleteWhenAPlayerNeverFoundTheHostAgain() {
        var rejoins = Rejoins.of(List.of(0L, 1_000L), List.of(900L), List.of(List.of(50L, 1_100L), List.of(60L)));

        assertFalse(rejoins.complete());
        assertEquals(-1, rejoins.last());
        assertEquals(-1, rejoins.median());
    }
}
