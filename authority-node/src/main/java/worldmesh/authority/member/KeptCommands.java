package worldmesh.authority.member;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import worldmesh.authority.admit.ExactlyOnce;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.row.Table;
import worldmesh.peer.port.WorldStore;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Receipt;

/**
 * Sees to it that every command of this player which was told to be accepted can be tried again, should the branch that
 * decided it lose: this member's disk has the decision, and the command itself, in the entry or, where a state told of
 * the decision, beside the log. Whoever gives a log up submits again what it finds there. Confined to the owner's
 * thread.
 */
final class KeptCommands {
    /** What was decided so many ticks ago is not tried again: as far back as a log that may lose is kept. */
    private static final long TICKS_MAX = 65_536;

    private static final int ROW_BYTES = 24;

    private final DeltaJournal journal;

    /** Entries whose rows are on their way to the disk. */
    private final TreeMap<Long, Head> landing = new TreeMap<>();

    /** Commands that are on the disk beside the log. */
    private final Set<CommandId> kept = new HashSet<>();

    /** Commands on their way there. */
    private final Set<CommandId> keeping = new HashSet<>();

    private boolean installing;

    KeptCommands(DeltaJournal journal) {
        this.journal = journal;
        journal.scan(Table.KEPT.prefix(), (key, value) -> {
            CommandEnvelope command = CommandEnvelope.decode(value);
            if (command != null) {
                kept.add(command.id());
            }
            return true;
        });
    }

    /** The rows of an entry are submitted. */
    void onSubmitted(Head entry) {
        landing.put(entry.tick(), entry);
    }

    /** The rows of an entry are durable. */
    void onDurable(Head entry) {
        landing.remove(entry.tick(), entry);
    }

    /** The rows of a state are submitted. */
    void onInstall() {
        installing = true;
        landing.clear();
    }

    /** The rows of a state are durable. */
    void onInstalled() {
        installing = false;
    }

    /** True once the decision is in the own log and, with the command, on the disk; keeps the command if need be. */
    boolean keeps(CommandEnvelope command, Receipt receipt, ExactlyOnce answers) {
        Receipt own = answers.answer(command.id());
        long tick = receipt.header().tick();
        boolean here = own != null && own.header().equals(receipt.header());
        if (!here || installing || (!landing.isEmpty() && landing.firstKey() <= tick)) {
            return false;
        }
        boolean logged = journal.get(Table.LOG
                        .key(16)
                        .putLong(receipt.header().epoch())
                        .putLong(tick)
                        .array())
                != null;
        if (!logged && !kept.contains(command.id()) && keeping.add(command.id())) {
            keep(command, tick);
        }
        return logged || kept.contains(command.id());
    }

    private void keep(CommandEnvelope command, long tick) {
        JournalBatch rows = new JournalBatch();
        journal.scan(Table.KEPT.prefix(), (key, value) -> {
            boolean old = tick(key) < tick - TICKS_MAX;
            CommandEnvelope former = old ? CommandEnvelope.decode(value) : null;
            if (former != null) {
                kept.remove(former.id());
            }
            if (old) {
                rows.delete(key);
            }
            return old;
        });
        rows.put(key(command.id(), tick), command.encode());
        journal.submit(rows, () -> {
            if (keeping.remove(command.id())) {
                kept.add(command.id());
            }
        });
    }

    /** The own log is given up behind a tick: makes wishes of what was decided there, and answers it. */
    List<CommandEnvelope> release(long tick, WorldStore store) {
        List<CommandEnvelope> lost = new ArrayList<>();
        JournalBatch rows = new JournalBatch();
        journal.scan(Table.KEPT.prefix(), (key, value) -> {
            CommandEnvelope command = CommandEnvelope.decode(value);
            if (command != null && tick(key) > tick) {
                lost.add(command);
                rows.delete(key);
            }
            return true;
        });
        lost.forEach(command -> store.keepWish(command, () -> {}));
        lost.forEach(command -> {
            keeping.remove(command.id());
            kept.remove(command.id());
        });
        if (!rows.isEmpty()) {
            journal.submit(rows, () -> {});
        }
        return lost;
    }

    private static long tick(byte[] key) {
        return ByteBuffer.wrap(key).getLong(1);
    }

    private static byte[] key(CommandId command, long tick) {
        return Table.KEPT
                .key(ROW_BYTES)
                .putLong(tick)
                .putLong(command.session())
                .putLong(command.sequence())
                .array();
    }
}
