package worldmesh.testkit.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmulatedLineTest {
    private static final long MILLI = 1_000_000L;
    private static final int BYTES = 1_000 - LinkShape.HEADER_BYTES;

    private final List<Long> arrivals = new ArrayList<>();

    private EmulatedLine offer(LinkShape shape, int count, long everyNanos, long seed) {
        var line = new EmulatedLine(shape, new SplittableRandom(seed));
        for (int i = 0; i < count; i++) {
            line.offer(BYTES, i * everyNanos, arrivals::add);
        }
        return line;
    }

    @Test
    void carriesNoMoreThanItsRateAndDropsWhatWouldWaitTooLong() {
        EmulatedLine line = offer(LinkShape.clear().withRate(8_000_000, 10 * MILLI), 1_000, MILLI / 2, 1);

        LinkCounts counts = line.counts();
        assertEquals(1_000, counts.delivered() + counts.queueDrops());
        assertEquals(510.0, (double) counts.delivered(), 10.0);
        assertTrue(counts.queueNanosMax() <= 10 * MILLI);
        for (int i = 1; i < arrivals.size(); i++) {
            assertTrue(arrivals.get(i) - arrivals.get(i - 1) >= MILLI);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.02, 1", "0.1, 1", "0.05, 3", "0.25, 5"})
    void losesTheShareAskedInBurstsOfTheLengthAsked(double share, double burst) {
        var line = new EmulatedLine(LinkShape.clear().withLoss(share, burst), new SplittableRandom(2));
        int lost = 0;
        int bursts = 0;
        boolean before = false;

        for (int i = 0; i < 200_000; i++) {
            boolean gone = line.offer(BYTES, i * MILLI, arrivals::add) == 0;
            lost += gone ? 1 : 0;
            bursts += gone && !before ? 1 : 0;
            before = gone;
        }

        assertEquals(share, lost / 200_000.0, share * 0.06);
        double mean = burst > 1 ? burst : 1 / (1 - share);
        assertEquals(mean, lost / (double) bursts, mean * 0.06);
    }

    @Test
    void jitterKeepsTheOrderAndReorderingBreaksIt() {
        LinkShape shape = LinkShape.clear().withDelay(20 * MILLI, 10 * MILLI);
        offer(shape, 1_000, MILLI, 3);
        assertEquals(arrivals.stream().sorted().toList(), arrivals);
        assertTrue(arrivals.get(0) >= 20 * MILLI);
        arrivals.clear();

        LinkCounts counts =
                offer(shape.withReorder(0.3, 50 * MILLI), 1_000, MILLI, 3).counts();

        assertEquals(300.0, (double) counts.reordered(), 50.0);
        assertNotEquals(arrivals.stream().sorted().toList(), arrivals);
    }

    @Test
    void sameSeedMeetsTheSameFate() {
        LinkShape shape = LineProfile.ABSURD.shape().withReorder(0.1, MILLI).withDuplicates(0.1);
        offer(shape, 500, 30 * MILLI, 4);
        List<Long> first = List.copyOf(arrivals);
        arrivals.clear();

        offer(shape, 500, 30 * MILLI, 4);
        assertEquals(first, arrivals);
        arrivals.clear();

        offer(shape, 500, 30 * MILLI, 5);
        assertNotEquals(first, arrivals);
    }

    @Test
    void refusesWhatNoLineIs() {
        assertThrows(IllegalArgumentException.class, () -> LinkShape.clear().withLoss(1.5, 1));
        assertThrows(IllegalArgumentException.class, () -> LinkShape.clear().withLoss(0.5, 0));
        assertThrows(IllegalArgumentException.class, () -> LinkShape.clear().withDelay(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> LineProfile.ofLabel("fast"));
    }
}
