package worldmesh.mesh.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class StabilityWatchTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    /** Round trips and datagrams of a game at 60 Hz. */
    private static final long STEP = 16_666_667;

    private final StabilityWatch watch = new StabilityWatch(0);
    private final SplittableRandom random = new SplittableRandom(23);
    private long now;
    private long settled;
    private long missing;
    private int changes;
    private long changedAt;

    /** Plays for so long; answers how long it took until the verdict changed, or -1. */
    private long play(long nanos, LongUnaryOperator roundTrip, double loss) {
        long begun = now;
        changedAt = -1;
        while (now < begun + nanos) {
            boolean before = watch.unstable();
            now += STEP;
            watch.onAnswer(roundTrip.applyAsLong(now), now);
            settled++;
            missing += random.nextDouble() < loss ? 1 : 0;
            watch.onArrivals(settled, missing, now);
            if (watch.unstable() != before) {
                changes++;
                changedAt = changedAt < 0 ? now - begun : changedAt;
            }
        }
        return changedAt;
    }

    private static LongUnaryOperator steady(long millis) {
        return now -> millis * MILLI;
    }

    /** There and back each up to so much longer by chance. */
    private LongUnaryOperator jittery(long millis, long jitterMillis) {
        long jitter = jitterMillis * MILLI;
        return now -> millis * MILLI + random.nextLong(jitter + 1) + random.nextLong(jitter + 1);
    }

    @Test
    void aSteadyLinkIsStableHoweverLongItIs() {
        play(60 * SECOND, steady(400), 0.01);
        play(60 * SECOND, jittery(60, 15), 0.015);

        assertEquals(0, changes);
    }

    @Test
    void jitterMakesItUnstableWithinThreeSecondsAndTenGoodOnesEndThat() {
        play(10 * SECOND, steady(50), 0);

        long rose = play(20 * SECOND, jittery(50, 80), 0);
        assertTrue(rose > 0 && rose <= 3 * SECOND, "rose after " + rose / MILLI);
        long fell = play(30 * SECOND, steady(50), 0);

        assertTrue(fell >= 10 * SECOND && fell <= 13 * SECOND, "fell after " + fell / MILLI);
        assertEquals(2, changes);
    }

    @Test
    void lossMakesItUnstableWithinThreeSecondsAndTenGoodOnesEndThat() {
        play(10 * SECOND, steady(50), 0);

        long rose = play(20 * SECOND, steady(50), 0.09);
        assertTrue(rose > 0 && rose <= 3 * SECOND, "rose after " + rose / MILLI);
        long fell = play(30 * SECOND, steady(50), 0);

        assertTrue(fell >= 8 * SECOND && fell <= 13 * SECOND, "fell after " + fell / MILLI);
        assertEquals(2, changes);
    }

    @Test
    void threeRisesInTenSecondsMakeItUnstableTwoDoNot() {
        play(10 * SECOND, steady(50), 0);
        play(15 * SECOND, rises(15 * SECOND / 2), 0);
        assertFalse(watch.unstable());

        long rose = play(9 * SECOND, rises(3 * SECOND), 0);
        assertTrue(rose > 0 && rose <= 9 * SECOND, "rose after " + rose / MILLI);
        play(15 * SECOND, steady(50), 0);

        assertEquals(2, changes);
    }

    /** For a tenth of a second in each period. */
    private static LongUnaryOperator rises(long period) {
        return now -> (now % period < 100 * MILLI ? 300 : 50) * MILLI;
    }

    @Test
    void aLongerWayIsNoRise() {
        play(10 * SECOND, steady(20), 0);
        play(20 * SECOND, steady(200), 0);

        assertEquals(0, changes);
    }

    @Test
    void onTheBorderItDoesNotFlap() {
        for (int i = 0; i < 120; i++) {
            play(SECOND / 2, jittery(50, 60 + i % 2 * 10), 0.035 + i % 3 * 0.012);
        }
        int first = changes;
        play(300 * SECOND, jittery(50, 64), 0.045);

        assertTrue(changes <= 1, first + " changes, then " + (changes - first));
    }

    @Test
    void aCalmLinkThatLosesADatagramIsNotUnstable() {
        for (int i = 0; i < 1_000; i++) {
            now += SECOND / 3;
            settled++;
            missing += i % 10 == 0 ? 1 : 0;
            watch.onAnswer(40 * MILLI, now);
            watch.onArrivals(settled, missing, now);
            assertFalse(watch.unstable());
        }
    }

    @Test
    void jitterIsTheMeanDifferenceOfSuccessiveRoundTrips() {
        play(5 * SECOND, now -> (now / STEP % 2 == 0 ? 40 : 50) * MILLI, 0);

        assertEquals(10.0 * MILLI, (double) watch.jitterNanos(), MILLI / 2.0);
    }

    @Test
    void figuresThatBeginAnewAreTakenUp() {
        watch.onArrivals(1_000, 900, SECOND);
        assertTrue(watch.unstable());
        watch.onArrivals(10, 0, 2 * SECOND);
        for (long t = 3; t < 20; t++) {
            watch.onArrivals(20 * t, 0, t * SECOND);
            watch.onTime(t * SECOND);
        }

        assertFalse(watch.unstable());
    }
}
