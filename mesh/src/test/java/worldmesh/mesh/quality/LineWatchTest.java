package worldmesh.mesh.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LineWatchTest {
    private static final long MILLI = 1_000_000;
    private static final int BYTES = 972;
    private static final int WIRE_BYTES = BYTES + LineWatch.HEADER_BYTES;

    private final LineWatch watch = new LineWatch(0);
    private long now;
    private long counter;
    private long lineFree;

    /** Sends so many records over a line that takes {@code millis} for each, every {@code every} milliseconds. */
    private void send(int records, long every, long millis, int loseEvery) {
        for (int i = 0; i < records; i++, now += every * MILLI) {
            long sentAt = now;
            watch.asking(counter, true, now);
            watch.onSent(counter, BYTES, now);
            lineFree = Math.max(lineFree, now) + millis * MILLI;
            long answered = lineFree + 20 * MILLI;
            if (loseEvery == 0 || counter % loseEvery != 0) {
                watch.onAcknowledged(counter, counter);
                watch.onAckRead(counter, 0, answered);
            }
            counter++;
            now = sentAt;
        }
    }

    @Test
    void aLineThatIsNotFullCarriesAtLeastWhatIsSent() {
        send(200, 20, 1, 0);

        assertEquals(WIRE_BYTES * 8.0 * 50, (double) watch.bitsPerSecond(), WIRE_BYTES * 8.0);
        assertFalse(watch.reached());
        assertEquals(0, watch.queueNanos(now));
        assertEquals(1, watch.throughput(), 0.05);
    }

    @Test
    void aFullLineIsMeasuredAndSoIsWhatWaits() {
        send(100, 20, 1, 0);
        send(40, 20, 40, 0);

        assertTrue(watch.reached());
        assertEquals(WIRE_BYTES * 8.0 * 25, (double) watch.bitsPerSecond(), WIRE_BYTES * 30.0);
        assertEquals(0.5, watch.throughput(), 0.05);
        assertTrue(watch.queueNanos(now) > 500 * MILLI, "queue " + watch.queueNanos(now));
    }

    @Test
    void whatIsNotAcknowledgedIsLost() {
        send(2_000, 5, 1, 10);

        assertEquals(10, watch.lossPercent(), 3);
    }

    @Test
    void anAskThatIsOverdueTellsOfAQueueBeforeAnyAnswerDoes() {
        send(100, 20, 1, 0);
        watch.asking(counter, true, now);
        watch.onSent(counter++, BYTES, now);

        assertEquals(0, watch.queueNanos(now + 15 * MILLI));
        assertTrue(watch.queueNanos(now + 121 * MILLI) >= 90 * MILLI);
    }

    @Test
    void asksOnceForSoMuchAndNotTooOften() {
        assertFalse(watch.asks(now));

        watch.onSent(counter++, BYTES, now);

        assertTrue(watch.asks(now));
        watch.asking(counter, true, now);
        watch.onSent(counter++, BYTES, now);
        watch.onSent(counter++, BYTES, now);
        assertFalse(watch.asks(now + LineWatch.ASK_NANOS - 1));
        assertTrue(watch.asks(now + LineWatch.ASK_NANOS));
    }

    @Test
    void trainsMeasureALineThatIsNotFullByTheSlowestOfAFew() {
        for (int i = 0; i < TrainTimes.TRAINS; i++) {
            assertEquals(0, watch.trains().bitsPerSecond());
            train(i == 2 ? 20 : 10);
        }

        assertEquals(1_000 * 8 / 0.02, (double) watch.trains().bitsPerSecond(), 1);
        assertEquals(watch.trains().bitsPerSecond(), watch.bitsPerSecond());
    }

    private void train(long millis) {
        watch.trains().wish(948, now);
        long first = counter++;
        watch.asking(first, true, now);
        watch.onSent(first, 100, now);
        long last = counter++;
        assertTrue(watch.trains().followed(last, watch.trains().left(), 1_000));
        watch.onSent(last, BYTES, now);
        now += 20 * MILLI;
        watch.onAcknowledged(first, first);
        watch.onAckRead(first, 0, now);
        now += millis * MILLI;
        watch.onAcknowledged(last, last);
        watch.onAckRead(last, 0, now);
        now += 500 * MILLI;
    }

    @Test
    void anotherPathIsUnknown() {
        send(100, 20, 40, 0);

        watch.onNewPath();

        assertEquals(0, watch.bitsPerSecond());
        assertEquals(0, watch.queueNanos(now));
    }
}
