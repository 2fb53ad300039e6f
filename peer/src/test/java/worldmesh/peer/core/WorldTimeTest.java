package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class WorldTimeTest {
    private static final long MILLI = 1_000_000;

    private static WorldTime started(boolean founder) {
        WorldTime time = new WorldTime();
        time.start(0, 1_000_000, OptionalLong.of(500), founder);
        return time;
    }

    @Test
    void startsFromTheWallClockAndTheSavedOffset() {
        WorldTime time = started(true);

        assertEquals(1_000_500, time.millis());
        assertEquals(500, time.offsetMillis(1_000_000));
    }

    @Test
    void theFirstSampleIsTakenInEitherDirectionLaterOnesNeverStepBack() {
        WorldTime time = started(false);
        assertTrue(time.onSample(900_000, 10 * MILLI, 0));
        assertEquals(900_005, time.millis());

        time.onSample(800_000, 10 * MILLI, 0);
        time.advance(100 * MILLI);

        assertEquals(900_055, time.millis());
    }

    @Test
    void aTimeDaysAwayIsNotBelieved() {
        WorldTime time = started(false);

        assertFalse(time.onSample(1_000_000 + 4 * 86_400_000L, MILLI, 0));
        assertFalse(time.settled());
    }

    @Test
    void smallErrorsAreSlewedAndLargeOnesJumpedForward() {
        WorldTime time = started(true);
        time.onSample(1_000_520, 0, 0);
        time.advance(100 * MILLI);
        assertEquals(1_000_610, time.millis());
        time.advance(300 * MILLI);
        assertEquals(1_000_820, time.millis());

        time.onSample(1_010_000, 0, 300 * MILLI);
        assertEquals(1_010_000, time.millis());
    }

    @Test
    void aSlowSampleDoesNotDisturbAGoodOneHoweverMuchLaterItComes() {
        WorldTime time = started(true);
        time.onSample(1_000_500, 2 * MILLI, 0);
        for (long second = 5; second <= 95; second += 5) {
            time.advance(second * 1_000 * MILLI);
            time.onSample(1_000_440 + second * 1_000, 200 * MILLI, second * 1_000 * MILLI);
        }

        time.advance(96_000 * MILLI);

        assertEquals(1_096_501, time.millis());
    }

    @Test
    void aSampleThatCannotBeTrueWithOlderOnesRefutesThem() {
        WorldTime time = started(true);
        time.onSample(1_000_500, 2 * MILLI, 0);

        time.onSample(1_000_740, 100 * MILLI, 0);

        time.advance(10_000 * MILLI);
        assertEquals(1_010_790, time.millis());
    }

    @Test
    void clocksThatDriftAreFollowed() {
        WorldTime time = started(true);
        for (long second = 0; second <= 600; second += 5) {
            time.advance(second * 1_000 * MILLI);
            time.onSample(1_000_500 + second * 1_000 + second / 20, 10 * MILLI, second * 1_000 * MILLI);
        }

        assertEquals(1_600_535.0, (double) time.millis(), 4.0);
    }

    @Test
    void aSlowAnswerCountsForMoreThanWhatWasToldUnasked() {
        WorldTime time = started(false);
        time.onWord(1_000_700, MILLI);
        assertTrue(time.settled());

        assertTrue(time.onSample(1_000_750, 80 * MILLI, MILLI));

        time.advance(2_000 * MILLI);
        assertEquals(1_002_790, time.millis());
    }

    @Test
    void aWordDaysAwayIsNotBelieved() {
        WorldTime time = started(false);

        time.onWord(1_000_000 + 4 * 86_400_000L, MILLI);

        assertFalse(time.settled());
    }

    @Test
    void fractionsOfMillisecondsAddUp() {
        WorldTime time = started(true);
        for (long nanos = 0; nanos <= 1_000 * MILLI; nanos += 16_666_666 / 7) {
            time.advance(nanos);
        }
        time.advance(1_000 * MILLI);

        assertEquals(1_001_500, time.millis());
    }

    @Test
    void allowsNoStampsFromABareGuess() {
        WorldTime guessing = new WorldTime();
        guessing.start(0, 5_000, OptionalLong.empty(), false);
        WorldTime returning = new WorldTime();
        returning.start(0, 5_000, OptionalLong.of(100), false);

        assertFalse(guessing.stampsAllowed());
        assertTrue(returning.stampsAllowed());

        guessing.onSample(7_000, 0, 0);
        assertTrue(guessing.stampsAllowed());
    }
}
