package worldmesh.testkit.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkStats;
import worldmesh.testkit.net.LinkShape;

/** What two real links say of how steady their line is, at 60 Hz in virtual time. */
class StabilitySimTest {
    private static final long MILLI = 1_000_000L;
    private static final long TICK = 16_666_667L;
    private static final LinkShape GOOD = LinkShape.clear().withDelay(25 * MILLI, 2 * MILLI);

    private final SimulatedPair pair = new SimulatedPair(GOOD, GOOD, 4);
    private int changes;

    @BeforeEach
    void connect() {
        assertTrue(pair.connect(10_000 * MILLI));
        play(10_000);
        assertFalse(stats().unstable());
    }

    private LinkStats stats() {
        return pair.near().stats(pair.far().self());
    }

    /** Plays for so long; answers after how many milliseconds the verdict changed first, or -1. */
    private long play(long millis) {
        long begun = pair.scheduler().nowNanos();
        long changed = -1;
        while (pair.scheduler().nowNanos() < begun + millis * MILLI) {
            boolean before = stats().unstable();
            pair.near().send(pair.far().self(), Lane.STATE, 0, new byte[60]);
            pair.far().send(pair.near().self(), Lane.STATE, 0, new byte[60]);
            pair.run(TICK);
            pair.near().drain(signal -> {}, Integer.MAX_VALUE);
            pair.far().drain(signal -> {}, Integer.MAX_VALUE);
            if (stats().unstable() != before) {
                changes++;
                changed = changed < 0 ? (pair.scheduler().nowNanos() - begun) / MILLI : changed;
            }
        }
        return changed;
    }

    private void shape(LinkShape shape) {
        pair.there().reshape(shape);
        pair.back().reshape(shape);
    }

    private void risesInTimeAndFallsAfterTenGoodSeconds(LinkShape bad) {
        shape(bad);
        long rose = play(20_000);
        shape(GOOD);
        long fell = play(30_000);

        assertTrue(rose > 0 && rose <= 3_000, "rose after " + rose);
        assertTrue(fell >= 9_000 && fell <= 13_000, "fell after " + fell);
        assertEquals(2, changes);
    }

    @Test
    void jitterMakesALinkUnstable() {
        risesInTimeAndFallsAfterTenGoodSeconds(GOOD.withDelay(25 * MILLI, 200 * MILLI));
    }

    @Test
    void lossMakesALinkUnstable() {
        risesInTimeAndFallsAfterTenGoodSeconds(GOOD.withLoss(0.1, 1));
    }

    @Test
    void risesOfTheRoundTripMakeALinkUnstable() {
        for (int i = 0; i < 3; i++) {
            assertFalse(stats().unstable());
            shape(GOOD.withDelay(200 * MILLI, 2 * MILLI));
            play(300);
            shape(GOOD);
            play(2_000);
        }

        assertTrue(stats().unstable());
        assertTrue(play(15_000) > 0);
    }

    @Test
    void aLineOnTheBorderDoesNotMakeItFlap() {
        for (int i = 0; i < 30; i++) {
            shape(GOOD.withDelay(25 * MILLI, (70 + i % 3 * 20) * MILLI).withLoss(0.04 + i % 2 * 0.015, 1));
            play(4_000);
        }

        assertTrue(changes <= 1, "changes " + changes);
    }
}
