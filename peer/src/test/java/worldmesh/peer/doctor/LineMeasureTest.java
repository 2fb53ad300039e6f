package worldmesh.peer.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import worldmesh.peer.wire.CheckupProbe;

class LineMeasureTest {
    private static final long MILLI = 1_000_000L;

    private final LineMeasure measure = new LineMeasure(7);
    private int heard;

    private LineFigures measured(IntPredicate there, IntPredicate back, IntToLongFunction rttMillis) {
        for (int i = 0; i < LineMeasure.PROBES; i++) {
            long now = i * LineMeasure.GAP_NANOS;
            measure.onTime(now, probe -> {
                if (there.test(probe.number())) {
                    heard++;
                    if (back.test(probe.number())) {
                        measure.onAnswer(
                                answer(7, probe.number()), now + rttMillis.applyAsLong(probe.number()) * MILLI);
                    }
                }
            });
        }
        assertTrue(measure.isOver(10_000 * MILLI));
        return figures();
    }

    private LineFigures figures() {
        return Objects.requireNonNull(measure.figures());
    }

    private CheckupProbe answer(long trace, int number) {
        return new CheckupProbe(trace, number, true, heard, new byte[0]);
    }

    @Test
    void lossesAreToldApartByDirection() {
        LineFigures there = measured(number -> number % 10 != 5, number -> true, number -> 20);

        assertEquals(10, there.lossTherePercent(), 0.5);
        assertEquals(0, there.lossBackPercent());
        assertEquals(20 * MILLI, there.medianNanos());
        assertEquals(0, there.jitterNanos());
    }

    @Test
    void answersThatGetLostAreTheWaysBack() {
        LineFigures back = measured(number -> true, number -> number % 10 != 5, number -> 20);

        assertEquals(0, back.lossTherePercent());
        assertEquals(10, back.lossBackPercent(), 0.5);
    }

    @Test
    void roundTripsThatDifferAreJitterAlsoWhereNeighboursAreLateTogether() {
        LineFigures line = measured(number -> true, number -> true, number -> number / 10 % 2 == 0 ? 10 : 50);

        assertEquals(40 * MILLI, line.jitterNanos());
        assertEquals(50, line.stoodPercent(), "the test turns every ten milliseconds, five too late");
        assertTrue(line.growthNanos() <= 40 * MILLI, line.toString());
    }

    @Test
    void roundTripsThatGrowAreAQueue() {
        LineFigures line = measured(number -> true, number -> true, number -> 10 + number);

        assertEquals(225 * MILLI, line.growthNanos());
        assertEquals(10 * MILLI, line.jitterNanos());
    }

    @Test
    void someStandstillsAreNeitherJitterNorAQueue() {
        LineFigures line =
                measured(number -> true, number -> true, number -> number % 75 < 20 ? 400 - number % 75 * 20 : 10);

        assertEquals(0, line.jitterNanos());
        assertEquals(0, line.growthNanos());
        LineFigures atTheEnd =
                new LineMeasureTest().measured(n -> true, n -> true, n -> n > 250 ? 10 + n % 7 * 90 : 10);
        assertEquals(0, atTheEnd.growthNanos(), "the fast ones are as fast as ever");
    }

    @Test
    void theWorstAndTheLastThatTheLinkSaysCount() {
        measure.onLink(0, 0);
        measure.onLink(30 * MILLI, 4 * MILLI);
        measure.onLink(20 * MILLI, 9 * MILLI);
        measure.onLink(120 * MILLI, 2 * MILLI);
        LineFigures line = measured(number -> true, number -> true, number -> 20);

        assertEquals(new LineFigures.OfLink(9 * MILLI, 100 * MILLI), line.link());
    }

    @Test
    void whoStandsStillIsSentNoMoreThanItsQueueHolds() {
        int[] sent = {0};
        measure.onTime(0, probe -> sent[0]++);
        measure.onTime(900 * MILLI, probe -> sent[0]++);
        assertEquals(LineMeasure.WAITING_MAX, sent[0]);

        for (int i = 0; i < LineMeasure.WAITING_MAX; i++) {
            heard++;
            measure.onAnswer(answer(7, i), 950 * MILLI);
        }
        measure.onTime(950 * MILLI, probe -> sent[0]++);
        assertEquals(LineMeasure.WAITING_MAX + 6, sent[0], "one each 10 ms since it was known that they wait");
        assertEquals(98, figures().stoodPercent(), "that was this side's own");
        assertEquals(0, figures().lossTherePercent());
    }

    @Test
    void foreignAnswersAndRepeatedOnesCountNothing() {
        measure.onTime(0, probe -> {});
        measure.onAnswer(answer(8, 0), MILLI);
        measure.onAnswer(answer(7, 1), MILLI);
        measure.onAnswer(new CheckupProbe(7, 0, false, 1, new byte[0]), MILLI);
        for (int i = 0; i < 100; i++) {
            measure.onAnswer(answer(7, 0), MILLI);
        }

        assertNull(measure.figures());
        assertFalse(measure.isOver(10_000 * MILLI), "three hundred are to be sent");
    }
}
