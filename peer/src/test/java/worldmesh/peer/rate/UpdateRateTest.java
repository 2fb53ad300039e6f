package worldmesh.peer.rate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import worldmesh.mesh.link.LinkQuality;

class UpdateRateTest {
    private static final int ALL = 255;
    private static final long MILLI = 1_000_000;

    /** Twenty updates a second. */
    private static final long BEAT = 50 * MILLI;

    private UpdateRate rate = new UpdateRate(RateTerms.DEFAULT);
    private long now = 1_000 * MILLI;
    private int probes;

    private static LinkQuality line(long queueMillis, double throughput, long bits) {
        return new LinkQuality(40 * MILLI, 0, 0, 0, bits, true, queueMillis * MILLI, throughput, false);
    }

    private static LinkQuality dropping(double lossPercent, boolean unstable) {
        return new LinkQuality(40 * MILLI, 0, lossPercent, 0, 64_000, true, 0, 1, unstable);
    }

    /** Plays over that line for so long. */
    private void play(long millis, LinkQuality line) {
        for (long end = now + millis * MILLI; now < end; now += BEAT) {
            probes += rate.look(line, now) > 0 ? 1 : 0;
            if (!rate.holds(now)) {
                rate.onSent(now);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0.5, 5", "0.7, 10", "0.26, 2", "0.95, 255"})
    void goesDownToWhatTheLineCarriesWithinASecond(double throughput, int hertz) {
        play(3_000, line(0, 1, 1_000_000));
        play(200, line(120, throughput, 64_000));
        play(600, line(0, 1, 64_000));

        assertEquals(hertz, rate.hertz(ALL));
        assertEquals(hertz == ALL ? 0 : 1, rate.changes());
    }

    @Test
    void holdsUpdatesBackWhileAQueueStandsButNotForEver() {
        play(1_000, line(0, 1, 1_000_000));

        rate.look(line(100, 1, 1_000_000), now);

        assertTrue(rate.holds(now));
        assertFalse(rate.holds(now + 500 * MILLI));
        play(100, line(0, 1, 1_000_000));
        assertFalse(rate.holds(now));
    }

    @Test
    void aQueueThatIsSomebodyElsesChangesNothing() {
        play(10_000, line(150, 1, 1_000_000));

        assertEquals(ALL, rate.hertz(ALL));
    }

    @Test
    void goesUpAsSoonAsTheLineIsMeasuredToCarryMore() {
        play(3_000, line(0, 1, 1_000_000));
        play(200, line(120, 0.5, 64_000));
        play(10_000, line(0, 1, 64_000));
        assertEquals(5, rate.hertz(ALL));
        assertTrue(probes > 5, "probes " + probes);

        play(1_000, line(0, 1, 1_000_000));

        assertEquals(ALL, rate.hertz(ALL));
        assertEquals(2, rate.changes());
    }

    @Test
    void aLineThatStaysMakesTheRateStay() {
        play(3_000, line(0, 1, 1_000_000));
        play(200, line(120, 0.5, 64_000));
        for (int i = 0; i < 60; i++) {
            play(2_000, line(0, 1, 60_000 + i % 3 * 10_000));
            play(200, line(50, 0.85, 64_000));
        }

        assertEquals(1, rate.changes());
    }

    @Test
    void aRiseThatDidNotLastIsNotTriedAgainSoon() {
        play(3_000, line(0, 1, 1_000_000));
        for (int i = 0; i < 6; i++) {
            play(200, line(120, 0.5, 64_000));
            play(200, line(0, 1, 64_000));
            play(4_600, line(0, 1, 130_000));
        }

        assertTrue(rate.changes() <= 4, "changes " + rate.changes());
    }

    @Test
    void aLineThatDropsWhatItDoesNotCarryIsToldOfByLossesIfItIsUnstable() {
        play(3_000, line(0, 1, 1_000_000));

        play(1_000, dropping(50, false));
        assertEquals(ALL, rate.hertz(ALL));
        play(1_000, dropping(50, true));

        assertEquals(5, rate.hertz(ALL));
    }

    @Test
    void staysWithinItsBounds() {
        rate = new UpdateRate(new RateTerms(true, 10, 30));
        assertEquals(30, rate.hertz(ALL));

        play(3_000, line(0, 1, 1_000_000));
        play(200, line(120, 0.05, 64_000));
        play(400, line(0, 1, 64_000));

        assertEquals(10, rate.hertz(ALL));
    }

    @Test
    void doesNothingIfItIsNotTo() {
        rate = new UpdateRate(new RateTerms(false, 2, 60));

        play(5_000, line(500, 0.1, 64_000));

        assertEquals(ALL, rate.hertz(ALL));
        assertFalse(rate.holds(now));
        assertEquals(0, probes);
    }

    @Test
    void boundsAreSteps() {
        assertArrayEquals(new int[] {60, 30, 20, 10, 5, 2}, RateTerms.DEFAULT.steps());
        assertArrayEquals(new int[] {25, 20, 10, 5, 3}, new RateTerms(true, 3, 25).steps());
        assertArrayEquals(new int[] {7}, new RateTerms(true, 7, 7).steps());
        assertThrows(IllegalArgumentException.class, () -> new RateTerms(true, 30, 20));
        assertThrows(IllegalArgumentException.class, () -> new RateTerms(true, 0, 20));
    }
}
