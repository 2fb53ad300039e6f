package worldmesh.authority.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.authority.row.MemoryRows;
import worldmesh.authority.row.RowDraft;
import worldmesh.authority.row.Table;
import worldmesh.runtime.identity.Signer;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.CommandSeal;
import worldmesh.world.command.Receipt;
import worldmesh.world.command.Verdict;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.WorldId;

class TickLogTest {
    private static final WorldId WORLD = new WorldId(Hash.of(new byte[] {1}));

    private final SimulatedSignatures signatures = new SimulatedSignatures();
    private final Signer root = signatures.signer(0);
    private final MemoryRows journal = new MemoryRows();

    @Test
    void givesEveryCommandOfATickAReceiptThatVerifies() {
        Grant grant = grant(4);

        List<Receipt> receipts = seal(new TickLog(journal::get, grant, root), 1, 2, 3, 4, 5);

        for (Receipt receipt : receipts) {
            assertTrue(receipt.verify(signatures, grant));
            assertTrue(receipt.proves(command(receipt.command().sequence())));
            assertFalse(receipt.proves(command(receipt.command().sequence() + 1)));
            assertFalse(receipt.verify(signatures, grant(5)), "a receipt of another epoch");
        }
    }

    @Test
    void chainsTicksAcrossARestartUnderAFreshEpoch() {
        seal(new TickLog(journal::get, grant(4), root), 1, 2);
        TickLog restarted = new TickLog(journal::get, grant(5), root);
        seal(restarted, 3);

        List<LogEntry> entries = entries();

        assertEquals(2, entries.size());
        assertEquals(2, entries.get(1).header().tick());
        assertEquals(Hash.of(entries.get(0).encode()), entries.get(1).previous());
        assertTrue(entries.get(1).rootHolds());
        assertEquals(4, restarted.takeIndex(), "indexes go on where the rows end");
    }

    @Test
    void refusesEveryTruncationAndNoticesEveryBitFlipOfAnEntry() {
        seal(new TickLog(journal::get, grant(4), root), 1, 2);
        byte[] good = entries().get(0).encode();

        for (int length = 0; length < good.length; length++) {
            assertNull(LogEntry.decode(Arrays.copyOf(good, length)));
        }
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertFalse(holds(bad), "bit " + bit);
        }
    }

    @Test
    void theRootCoversTheSealsOfPlayers() {
        CommandEnvelope sealed = CommandSeal.seal(List.of(command(1)), WORLD, 1000, signatures.signer(1))
                .get(0);
        CommandEnvelope later = CommandSeal.seal(List.of(command(1)), WORLD, 1001, signatures.signer(1))
                .get(0);
        Verdict refused = new Verdict.Rejected(sealed.id(), "no");
        RowDraft rows = new RowDraft(journal::get);
        new TickLog(journal::get, grant(4), root)
                .seal(List.of(new Decided(sealed, refused, new byte[0], new byte[0])), List.of(), 1000, rows);
        JournalBatch batch = new JournalBatch();
        rows.addTo(batch);
        journal.commit(batch);
        LogEntry entry = entries().get(0);

        assertTrue(entry.rootHolds());
        assertEquals(sealed, entry.decided().get(0).envelope());
        for (CommandEnvelope other : List.of(later, command(1))) {
            List<Decided> exchanged = List.of(new Decided(other, refused, new byte[0], new byte[0]));
            assertFalse(new LogEntry(entry.previous(), entry.header(), entry.signature(), exchanged, List.of())
                    .rootHolds());
        }
        byte[] good = entry.encode();
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertFalse(holds(bad), "bit " + bit);
        }
    }

    private boolean holds(byte[] row) {
        LogEntry entry = LogEntry.decode(row);
        return entry != null
                && entry.rootHolds()
                && signatures.verify(
                        root.publicKey(),
                        entry.header().signedBytes(),
                        entry.signature().bytes());
    }

    private List<Receipt> seal(TickLog log, long... sequences) {
        List<Decided> decided = new ArrayList<>();
        for (long sequence : sequences) {
            CommandEnvelope envelope = command(sequence);
            Verdict verdict = new Verdict.Accepted(envelope.id(), 4, log.takeIndex());
            decided.add(
                    new Decided(envelope, verdict, new byte[] {1, 2, (byte) sequence}, new byte[] {(byte) sequence}));
        }
        RowDraft rows = new RowDraft(journal::get);
        List<Receipt> receipts = log.seal(decided, List.of(), 1000, rows);
        JournalBatch batch = new JournalBatch();
        rows.addTo(batch);
        journal.commit(batch);
        return receipts;
    }

    private List<LogEntry> entries() {
        List<LogEntry> entries = new ArrayList<>();
        journal.scan(Table.LOG.prefix(), (key, value) -> {
            LogEntry entry = LogEntry.decode(value);
            assertNotNull(entry);
            return entries.add(entry);
        });
        return entries;
    }

    private Grant grant(long epoch) {
        return Grant.sign(WORLD, epoch, root.publicKey(), null, root);
    }

    private CommandEnvelope command(long sequence) {
        CommandId id = new CommandId(signatures.signer(1).peer(), 7, sequence);
        return new CommandEnvelope(id, SectorId.ORIGIN, 99, new byte[] {(byte) sequence});
    }
}
