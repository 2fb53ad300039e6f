package worldmesh.authority.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import worldmesh.authority.store.StoreAudit;
import worldmesh.authority.tick.TickLog;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.world.command.Receipt;
import worldmesh.world.command.Verdict;

/** A trace of 200 commands with the power cut at every write boundary. */
class PowerCutSimTest {
    /** Commands sent again to a reopened authority: some that were answered, all that were not, some that are new. */
    private static final int AGAIN = 6;

    @ParameterizedTest
    @EnumSource
    void reopensToAPrefixThatHoldsEveryAcknowledgedCommandOnce(Trace.Kept kept) {
        cutEverywhere(kept, 4_096);
    }

    @ParameterizedTest
    @EnumSource
    void theSameWhereTheLogIsCutAllTheTime(Trace.Kept kept) {
        cutEverywhere(kept, 1);
    }

    private static void cutEverywhere(Trace.Kept kept, int logEntriesKept) {
        Trace whole = new Trace(0, kept, logEntriesKept);
        int boundaries = whole.play();
        assertEquals(Trace.COMMANDS, whole.acknowledged.size());
        try (DeltaJournal journal = whole.reopen()) {
            boolean cut = audit(whole, journal, "whole").logBegins() > 1;
            assertEquals(logEntriesKept < 100, cut);
        }
        for (int cut = 1; cut <= boundaries; cut++) {
            Trace trace = new Trace(cut, kept, logEntriesKept);
            assertEquals(cut, trace.play());
            check(trace, whole, kept + " kept at boundary " + cut);
        }
    }

    private static void check(Trace trace, Trace whole, String where) {
        try (DeltaJournal journal = trace.reopen()) {
            StoreAudit found = audit(trace, journal, where);
            int decided = (int) TickLog.lastIndex(journal::get);
            assertTrue(decided >= trace.acknowledged.size(), where);
            trace.acknowledged.values().forEach(receipt -> assertHolds(found, receipt, where));
            if (found.world() != null) {
                assertEquals(whole.digests.get(decided), found.digest(), where);
            }

            Bench bench = trace.bench(journal);
            assertEquals(whole.digests.get(decided), bench.replica.digest().toString(), where);
            goOn(trace, bench, where);
            audit(trace, journal, where);
        }
    }

    // Retries of what was answered get that answer; the others are answered now, and nothing runs twice.
    private static void goOn(Trace trace, Bench bench, String where) {
        int first = Math.max(0, trace.acknowledged.size() - AGAIN);
        int last = Math.min(Trace.COMMANDS - 1, trace.sent() + AGAIN);
        trace.sendAgain(bench, first, last);
        for (int number = first; number <= last; number++) {
            Receipt now = bench.receipts.get(trace.id(number));
            Receipt before = trace.acknowledged.get(trace.id(number));
            assertTrue(now != null && (before == null || before.equals(now)), where + ", command " + number);
        }
    }

    private static StoreAudit audit(Trace trace, DeltaJournal journal, String where) {
        StoreAudit audit = StoreAudit.of(journal, Mines.SCHEMA, trace.signatures);
        assertEquals(List.of(), audit.problems(), where);
        audit.applied().values().forEach(times -> assertEquals(1, times, where));
        audit.rejected().values().forEach(times -> assertEquals(1, times, where));
        audit.assets().values().forEach(asset -> assertEquals(0, asset.sum(), where));
        return audit;
    }

    private static void assertHolds(StoreAudit found, Receipt receipt, String where) {
        boolean accepted = receipt.verdict().kind() == Verdict.Kind.ACCEPTED;
        var commands = accepted ? found.applied() : found.rejected();
        boolean cut = receipt.header().tick() < found.logBegins();
        assertTrue(cut || commands.containsKey(receipt.command()), where + " lost " + receipt.command());
        assertEquals(receipt, found.receipts().get(receipt.command()), where);
    }
}
