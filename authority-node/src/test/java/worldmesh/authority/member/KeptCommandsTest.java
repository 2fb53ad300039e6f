package worldmesh.authority.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import worldmesh.authority.admit.ExactlyOnce;
import worldmesh.authority.row.MemoryRows;
import worldmesh.authority.row.RowDraft;
import worldmesh.authority.row.Table;
import worldmesh.authority.store.JournalWorldStore;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Receipt;
import worldmesh.world.command.ReceiptEntry;
import worldmesh.world.command.TickHeader;
import worldmesh.world.command.Verdict;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Signature;
import worldmesh.world.trust.WorldId;

/** A decision that the log knows by a state alone: its command is kept beside the log. */
class KeptCommandsTest {
    private static final WorldId WORLD = new WorldId(Hash.of(new byte[] {1}));
    private static final PeerId PLAYER = PeerId.ofBytes(new byte[PeerId.BYTES]);

    private final MemoryRows journal = new MemoryRows();
    private final Map<CommandId, Receipt> answers = new HashMap<>();
    private final ExactlyOnce decided = new ExactlyOnce() {
        @Override
        public @Nullable Receipt answer(CommandId command) {
            return answers.get(command);
        }

        @Override
        public boolean forgotten(CommandId command) {
            return false;
        }

        @Override
        public void remember(CommandId command, Receipt answer, RowDraft rows) {
            throw new AssertionError("nothing is decided here");
        }
    };

    private KeptCommands commands = new KeptCommands(journal);

    private static CommandEnvelope command(int sequence) {
        return new CommandEnvelope(
                new CommandId(PLAYER, 5, sequence), SectorId.ORIGIN, 42, new byte[] {(byte) sequence});
    }

    /** What a player asks for when it was told of the decision of a command at this tick. */
    private boolean keeps(CommandEnvelope command, long tick) {
        Verdict verdict = new Verdict.Accepted(command.id(), 3, tick);
        Receipt receipt = new Receipt(
                new TickHeader(WORLD, 3, tick, 1_000, 1, command.hash()),
                new Signature(new byte[Signature.BYTES]),
                new ReceiptEntry(command.hash(), verdict, command.hash()),
                0,
                List.of());
        answers.put(command.id(), receipt);
        return commands.keeps(command, receipt, decided);
    }

    private void keep(CommandEnvelope command, long tick) {
        keeps(command, tick);
        journal.settle();
        assertTrue(keeps(command, tick));
    }

    private List<byte[]> rows() {
        List<byte[]> out = new ArrayList<>();
        journal.scan(Table.KEPT.prefix(), (key, value) -> {
            out.add(key);
            return true;
        });
        return out;
    }

    @Test
    void aCommandIsNotKeptBeforeItIsOnTheDisk() {
        assertFalse(keeps(command(1), 10));
        assertFalse(keeps(command(1), 10), "still on its way");

        journal.settle();

        assertTrue(keeps(command(1), 10));
    }

    @Test
    void aRestartKnowsEveryCommandAlsoBehindOneThatWasDecidedTwice() {
        keep(command(1), 10);
        byte[] first = rows().get(0);
        byte[] again = first.clone();
        again[8] = 11; // the same command at the next tick
        JournalBatch twice = new JournalBatch();
        twice.put(again, command(1).encode());
        journal.commit(twice);
        keep(command(2), 12);

        commands = new KeptCommands(journal);

        assertTrue(keeps(command(2), 12), "known without asking the disk again");
    }

    @Test
    void whatIsTooOldToBeTriedAgainIsForgottenWithItsRow() {
        keep(command(1), 10);
        keep(command(2), 70_000);

        assertEquals(1, rows().size());
        assertFalse(keeps(command(1), 10), "its row is gone, so it is not kept");
    }

    @Test
    void whatWasReleasedOnItsWayToTheDiskIsNotTakenForKept() {
        keeps(command(1), 10);
        JournalWorldStore store = new JournalWorldStore(journal);
        commands.release(9, store);
        journal.settle();

        assertEquals(command(1).id(), store.wishes().get(0).id());
        assertFalse(keeps(command(1), 10));
    }
}
