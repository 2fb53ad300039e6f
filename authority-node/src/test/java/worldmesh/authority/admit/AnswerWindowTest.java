package worldmesh.authority.admit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.authority.row.MemoryRows;
import worldmesh.authority.row.RowDraft;
import worldmesh.authority.tick.Decided;
import worldmesh.authority.tick.TickLog;
import worldmesh.runtime.identity.Signer;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Receipt;
import worldmesh.world.command.Verdict;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.WorldId;

class AnswerWindowTest {
    private static final long DAY_MILLIS = 24L * 3600 * 1000;

    private final SimulatedSignatures signatures = new SimulatedSignatures();
    private final Signer root = signatures.signer(0);
    private final MemoryRows journal = new MemoryRows();
    private final AnswerWindow window = new AnswerWindow(journal::get);

    @Test
    void answersARetryWithTheVeryReceiptItGaveFirst() {
        Receipt first = remember(id(7, 3), 1000);

        Receipt again = window.answer(id(7, 3));

        assertEquals(first, again);
        assertNull(window.answer(id(7, 2)));
        assertNull(window.answer(id(8, 3)), "another session");
        assertFalse(window.forgotten(id(7, 2)), "out of order, but inside the window");
    }

    @Test
    void forgetsAnswersBelowTheWindowAndNeverRunsThemAgain() {
        remember(id(7, 1), 1000);
        remember(id(7, AnswerWindow.WINDOW), 1000);
        boolean early = window.forgotten(id(7, 1));

        remember(id(7, AnswerWindow.WINDOW + 1L), 1000);

        assertFalse(early);
        assertTrue(window.forgotten(id(7, 1)));
        assertNull(window.answer(id(7, 1)));
        assertNotNull(window.answer(id(7, AnswerWindow.WINDOW)));
    }

    @Test
    void dropsSessionsThatWereSilentForADay() {
        remember(id(7, 1), 1000);
        remember(id(8, 1), 1000 + DAY_MILLIS + 1);

        AnswerWindow.dropOldSessions(journal);

        assertNull(window.answer(id(7, 1)));
        assertNotNull(window.answer(id(8, 1)));
    }

    private Receipt remember(CommandId id, long worldMillis) {
        Grant grant = Grant.sign(new WorldId(Hash.of(new byte[0])), 1, root.publicKey(), null, root);
        TickLog log = new TickLog(journal::get, grant, root);
        CommandEnvelope envelope = new CommandEnvelope(id, SectorId.ORIGIN, 99, new byte[0]);
        Verdict verdict = new Verdict.Accepted(id, 1, log.takeIndex());
        RowDraft rows = new RowDraft(journal::get);
        Receipt receipt = log.seal(
                        List.of(new Decided(envelope, verdict, new byte[0], new byte[0])), List.of(), worldMillis, rows)
                .get(0);
        window.remember(id, receipt, rows);
        JournalBatch batch = new JournalBatch();
        rows.addTo(batch);
        journal.commit(batch);
        return receipt;
    }

    private CommandId id(long session, long sequence) {
        return new CommandId(signatures.signer(1).peer(), session, sequence);
    }
}
