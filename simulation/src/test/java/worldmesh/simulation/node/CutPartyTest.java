package worldmesh.simulation.node;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** How long a party that plays on waits for one whose cable was out, in virtual time: for turns and timers, that is. */
class CutPartyTest {
    private static final int GONE = 3;
    /** Longer than links live without a sign of life. */
    private static final long CUT_MILLIS = 5_000;

    /** A turn takes 16; words go to and fro some ten times until the new roster is in force everywhere. */
    private static final long WHOLE_MILLIS = 300;

    /** What the others did meanwhile, once, and what they do now, of which everybody tells everybody. */
    private static final int COPIES_MAX = 3;

    @Test
    void whoseCableIsBackWaitsForNoTimerAndIsToldEverythingOnce(TestReporter reporter) {
        var party = new PartyOfEight();
        party.play(500, () -> false);
        party.plug(GONE, false);
        party.play(CUT_MILLIS, () -> false);
        long lacking = party.batchesLacking(GONE, 0);
        long before = party.batchesReceived(GONE);
        party.plug(GONE, true);
        long plugged = party.nowMillis();

        party.play(5_000, party::isWhole);
        long took = party.nowMillis() - plugged;
        party.run(500);

        long received = party.batchesReceived(GONE) - before;
        reporter.publishEntry("whole after", took + " ms; of " + lacking + " batches " + received + " came");
        assertTrue(took <= WHOLE_MILLIS, "whole after " + took + " ms");
        assertTrue(received <= COPIES_MAX * lacking, "of " + lacking + " batches " + received + " came");
    }
}
