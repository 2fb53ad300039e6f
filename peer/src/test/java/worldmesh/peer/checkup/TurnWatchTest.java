package worldmesh.peer.checkup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TurnWatchTest {
    private static final long MILLI = 1_000_000L;

    private final TurnWatch watch = new TurnWatch(60);
    private long now = -5 * MILLI;

    private void turns(int count, long everyMillis, long busyMillis) {
        for (int i = 0; i < count; i++) {
            watch.onTurn(now);
            watch.onTurnEnd(now + busyMillis * MILLI);
            now += everyMillis * MILLI;
        }
    }

    @Test
    void beforeTheSecondUpdateNothingIsKnown() {
        turns(1, 10, 1);

        assertEquals(new TurnFigures(0, 0, 0, 0, 60), watch.figures());
    }

    @Test
    void countsUpdatesAndTheTimeInsideOfThem() {
        turns(201, 10, 4);

        TurnFigures figures = watch.figures();
        assertEquals(100, figures.perSecond());
        assertEquals(40, figures.busyPercent());
        assertEquals(10, figures.longestMillis());
        assertEquals(2_000, figures.watchedMillis());
    }

    @Test
    void aStutterIsForgottenAfterFiveSeconds() {
        turns(2, 900, 800);
        assertEquals(900, watch.figures().longestMillis());

        turns(700, 10, 1);

        assertEquals(10, watch.figures().longestMillis());
        assertEquals(100, watch.figures().perSecond());
    }
}
