package worldmesh.samples.troupe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The pace of a party's bots. */
class PaceTest {
    @Test
    void isThatOfTheSlowestBot() {
        List<List<Long>> quick = List.of(List.of(14L, 12L, 1_000L), List.of(13L, 13L, 1_000L));
        List<List<Long>> slow = List.of(List.of(24L, 11L, 2_000L));

        assertEquals(new Pace(12, 5.5), Pace.slowest(List.of(quick, slow)));
    }

    @Test
    void isNoneWhereABotNeverPlayed() {
        assertEquals(new Pace(0, 0), Pace.slowest(List.of(List.of(), List.of(List.of(14L, 12L, 1_000L)))));
    }
}
