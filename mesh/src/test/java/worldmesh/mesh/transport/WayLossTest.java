package worldmesh.mesh.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class WayLossTest {
    private static final long STEP_NANOS = 20_000_000L;

    private final WayLoss way = new WayLoss(0);
    private long now;
    private long counter;

    /** Sends records, each acknowledged with all before it a moment later but for those that {@code lost} says. */
    private void send(int records, int bytes, BooleanSupplier lost) {
        for (int i = 0; i < records; i++) {
            boolean gone = lost.getAsBoolean();
            way.sent(counter, bytes, false, now);
            if (!gone) {
                way.acknowledged(counter, counter);
            }
            counter++;
            now += STEP_NANOS;
            way.settle(now);
        }
    }

    @Test
    void tellsTheShareThatDidNotArriveAfterTwoWindows() {
        SplittableRandom chance = new SplittableRandom(5);
        send(WayLoss.WINDOW + 20, 100, () -> chance.nextDouble() < 0.3);
        assertEquals(0, way.share());
        send(2 * WayLoss.WINDOW, 100, () -> chance.nextDouble() < 0.3);

        assertEquals(0.3, way.share(), 0.1);
    }

    @Test
    void oneBadWindowIsNoAlarm() {
        send(2 * WayLoss.WINDOW, 100, () -> false);
        send(WayLoss.WINDOW, 100, () -> counter % 2 == 0);
        send(2 * WayLoss.WINDOW, 100, () -> false);

        assertTrue(way.share() < 0.1, () -> "is " + way.share());
    }

    @Test
    void theLongOnesCountByTheirBytes() {
        for (int i = 0; i < 30; i++) {
            send(9, 60, () -> false);
            send(1, 1_200, () -> true);
        }

        assertEquals(0.69, way.share(), 0.05);
    }

    @Test
    void fewLongOnesThatAreLostByChanceAreNoAlarm() {
        for (int i = 0; i < 10; i++) {
            send(48, 60, () -> false);
            send(1, 1_200, () -> true);
        }

        assertTrue(way.share() < 0.05, () -> "is " + way.share());
    }

    @Test
    void aRecordThatIsOvertakenIsNotMissing() {
        for (int i = 0; i < 300; i++) {
            way.sent(counter + i, 100, false, now);
            if (i % 2 == 1) { // each second one arrives first
                way.acknowledged(counter + i, counter + i);
                way.settle(now);
                way.acknowledged(counter + i - 1, counter + i - 1);
            }
            now += STEP_NANOS;
            way.settle(now);
        }

        assertEquals(0, way.share());
    }

    @Test
    void recordsThatWentAnotherWayDoNotCount() {
        for (int i = 0; i < 300; i++) {
            counter++; // a challenge to another address
            send(1, 100, () -> false);
        }

        assertEquals(0, way.share());
    }

    @Test
    void asksWhileNothingIsAcknowledgedAndCountsWhatNeverIs() {
        way.sent(0, 100, true, now);
        assertEquals(Long.MAX_VALUE, way.deadline());
        assertFalse(way.asks(now + WayLoss.ASK_NANOS));
        way.sent(1, 100, false, now);
        assertEquals(now + WayLoss.ASK_NANOS, way.deadline());
        assertTrue(way.asks(now + WayLoss.ASK_NANOS));
        assertFalse(way.asks(now + WayLoss.ASK_NANOS));
        way.acknowledged(1, 1);
        assertEquals(Long.MAX_VALUE, way.deadline());

        counter = 2;
        send(3 * WayLoss.WINDOW + (int) (WayLoss.GIVEN_UP_NANOS / STEP_NANOS), 100, () -> true);
        assertEquals(1, way.share());
    }

    @Test
    void aSilenceOfPureAcknowledgementsIsNoLoss() {
        for (int i = 0; i < 400; i++) {
            way.sent(counter++, 40, true, now);
            now += STEP_NANOS;
            way.settle(now);
        }

        assertEquals(0, way.share());
        assertEquals(Long.MAX_VALUE, way.deadline());
    }

    @Test
    void aBurstLongerThanWhatIsRememberedIsCountedWhereItCan() {
        for (int i = 0; i < 5_000; i++) {
            way.sent(counter, 1_200, false, now);
            if (counter % 10 != 0) {
                way.acknowledged(counter, counter);
            }
            counter++;
            way.settle(now);
        }

        assertEquals(0.1, way.share(), 0.02);
    }
}
