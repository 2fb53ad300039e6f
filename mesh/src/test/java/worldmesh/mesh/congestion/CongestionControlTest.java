package worldmesh.mesh.congestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The control alone, told of round trips and losses by hand; whole lines are in testkit's LanesUnderLoadTest. */
class CongestionControlTest {
    private static final long MILLI = 1_000_000L;
    private static final int RECORD = CongestionControl.RECORD_BYTES;

    private final CongestionControl control = new CongestionControl();
    private final SplittableRandom random = new SplittableRandom(1);
    private long now = 1_000 * MILLI;
    private long counter;
    private boolean tellsArrivals;

    /** A round in which the window is full, the round trip takes so long and this share is lost. */
    private void round(long rttMillis, double loss) {
        long records = Math.max(8, control.windowBytes() / RECORD);
        control.onSent(control.windowBytes());
        for (int i = 0; i < records; i++) {
            now += rttMillis * MILLI / records;
            counter++;
            if (random.nextDouble() < loss) {
                control.onLost(RECORD);
            } else {
                control.onRtt(rttMillis * MILLI, rttMillis * MILLI, now);
                if (tellsArrivals) {
                    control.onOneWay(7, now);
                }
                control.onAcked(RECORD, now);
                control.onSent(control.windowBytes());
            }
            control.onAckRead(counter, counter + records, now);
        }
    }

    private void rounds(int count, long rttMillis, double loss) {
        for (int i = 0; i < count; i++) {
            round(rttMillis, loss);
        }
    }

    @Test
    void beginsWithAMessageOfTheLargestSizeAndDoublesWithoutAQueue() {
        assertTrue(control.windowBytes() >= 64 << 10);
        long before = control.windowBytes();

        rounds(2, 50, 0);

        assertTrue(control.windowBytes() >= 2 * before, "window " + control.windowBytes());
    }

    @Test
    void fallsBackToWhatTheLineCarriesWhenAQueueStands() {
        rounds(4, 50, 0);
        long before = control.windowBytes();

        rounds(2, 100, 0);

        assertTrue(control.windowBytes() < before * 0.6, "window " + control.windowBytes() + " of " + before);
        assertFalse(control.competing());
    }

    @Test
    void lossByChanceDoesNotShrinkTheWindow() {
        rounds(2, 50, 0);
        rounds(2, 60, 0);
        long before = control.windowBytes();

        rounds(30, 50, 0.05);

        assertTrue(control.windowBytes() >= before * 0.8, "window " + control.windowBytes() + " of " + before);
    }

    @Test
    void competesWhenTheQueueStaysHoweverItGivesWayAndStopsWhenItIsGone() {
        rounds(3, 50, 0);
        rounds(1, 85, 0); // somebody fills it: it gets longer by and by
        rounds(20, 120, 0);
        assertTrue(control.competing());
        long falling = control.windowBytes();
        rounds(1, 120, 0.3);
        assertTrue(control.windowBytes() < falling || !control.competing());

        for (int i = 0; i < 400 && control.competing(); i++) {
            round(control.windowBytes() < falling ? 50 : 120, 0);
        }

        assertFalse(control.competing());
    }

    @Test
    void aWayThatIsLongerAtOnceIsAnotherWayAndNobodysQueue() {
        rounds(3, 20, 0);
        rounds(6, 90, 0);
        assertFalse(control.competing());
        long before = control.windowBytes();

        rounds(4, 90, 0);

        assertFalse(control.competing());
        assertTrue(control.windowBytes() > before, "window " + control.windowBytes() + " after " + before);
    }

    @Test
    void aWayThatIsLongerAfterAnOutageIsAnotherWayToo() {
        rounds(3, 20, 0);
        control.onOutage(now);

        rounds(12, 50, 0);

        assertFalse(control.competing());
    }

    @Test
    void aQueueThatIsSuddenlyLongAfterAnOutageIsNotFilledForTheRestOfTheRound() {
        rounds(3, 20, 0);
        rounds(2, 32, 0);
        rounds(3, 20, 0);
        control.onOutage(now);
        long before = control.windowBytes();
        long records = before / RECORD;
        for (int i = 0; i < records / 4; i++) {
            now += 2 * MILLI;
            counter++;
            control.onRtt((20 + 2 * i) * MILLI, 20 * MILLI, now);
            control.onAcked(RECORD, now);
            control.onAckRead(counter, counter + records, now);
        }

        assertTrue(control.windowBytes() < before * 0.7, control.windowBytes() + " of " + before);
    }

    @Test
    void windowOfWhoAcknowledgesFasterThanAnyLineIsBounded() {
        for (int i = 0; i < 100_000; i++) {
            control.onRtt(1, 1, now);
            control.onAcked(RECORD, now);
            control.onSent(control.windowBytes());
            control.onAckRead(i, i, now);
            now++;
        }

        assertTrue(control.windowBytes() <= CongestionControl.MAX_BYTES);
    }

    @Test
    void silenceAndAnotherPathBeginAnew() {
        rounds(3, 50, 0);
        control.onSilence();
        assertEquals(CongestionControl.RESTART_BYTES, control.windowBytes());

        rounds(3, 50, 0);
        control.restart();
        assertEquals(CongestionControl.RESTART_BYTES, control.windowBytes());
        assertTrue(control.bytesPerSecond() > 0);
    }

    /** As {@link #round}, with something urgent beside BULK. */
    private void roundBesideVoice(long rttMillis) {
        control.onUrgent(now);
        control.onBulk(now);
        round(rttMillis, 0);
    }

    @Test
    void besideVoiceAQueueOfThreeMillisecondsIsTooLongAndOthersAreNotWaitedFor() {
        rounds(3, 50, 0);
        rounds(2, 60, 0);
        rounds(3, 50, 0);
        long alone = control.windowBytes();
        round(54, 0);
        assertTrue(control.windowBytes() >= alone, "4 ms are no queue to speak of");

        roundBesideVoice(54);
        long beside = control.windowBytes();
        assertTrue(control.isCourteous());
        assertTrue(beside < alone, beside + " of " + alone);
        assertTrue(beside > alone * 0.8, "no more is given way than stands: " + beside + " of " + alone);
        assertTrue(control.bytesPerSecond() < 1.1 * control.windowBytes() / 0.05, "records leave one by one");
        now += Courtesy.URGENT_NANOS;
        round(50, 0);
        assertFalse(control.isCourteous());
    }

    @Test
    void courtesyEndsWhereSomebodyElseFillsTheQueue() {
        rounds(3, 50, 0);
        roundBesideVoice(85);
        for (int i = 0; i < 20; i++) {
            roundBesideVoice(120);
        }

        assertTrue(control.competing());
        assertFalse(control.isCourteous());
    }

    @Test
    void whatStandsHoweverItGivesWayIsNotGivenWayToForEver() {
        rounds(3, 50, 0);
        rounds(2, 60, 0);
        rounds(3, 50, 0);
        long alone = control.windowBytes();

        for (int i = 0; i < 300; i++) {
            roundBesideVoice(i % 30 == 0 ? 50 : 53);
        }

        assertTrue(control.windowBytes() > alone / 2, control.windowBytes() + " of " + alone);
    }

    @Test
    void aQueueOnTheWayBackIsNotGivenWayTo() {
        rounds(3, 50, 0);
        rounds(2, 60, 0);
        rounds(3, 50, 0);
        tellsArrivals = true;
        rounds(3, 50, 0);
        long before = control.windowBytes();

        rounds(1, 80, 0); // it gets longer by and by
        rounds(40, 110, 0);

        assertFalse(control.competing());
        assertTrue(control.windowBytes() > before, control.windowBytes() + " after " + before);
    }

    @Test
    void neverClosesTheWindow() {
        for (int i = 0; i < 500; i++) {
            round(50 + random.nextInt(2_000), random.nextDouble());

            assertTrue(control.windowBytes() >= CongestionControl.MIN_BYTES);
            assertTrue(control.bytesPerSecond() > 0);
        }
    }
}
