package worldmesh.authority.admit;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.row.RowDraft;
import worldmesh.authority.row.RowReader;
import worldmesh.authority.row.Table;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Receipt;

/** The exactly-once window in rows: of each session the last answers, below them nothing runs again. */
public final class AnswerWindow implements ExactlyOnce {
    /** Answers kept per session: 17 seconds of the full rate, and a client has at most 64 commands open. */
    static final int WINDOW = 1024;

    private static final long SESSION_KEPT_MILLIS = 24L * 3600 * 1000;

    /**
     * A session silent for longer begins anew. An hour less than what is kept, so that members of a party have the same
     * rows whenever each of them was opened last, and whatever their clocks say.
     */
    private static final long SESSION_LIVE_MILLIS = SESSION_KEPT_MILLIS - 3600L * 1000;

    private static final int SESSION_BYTES = 40;

    private final RowReader rows;

    /** A window over durable and submitted rows. */
    public AnswerWindow(RowReader rows) {
        this.rows = rows;
    }

    @Override
    public @Nullable Receipt answer(CommandId command) {
        byte[] row = rows.get(answerKey(command, command.sequence()));
        return row == null ? null : Receipt.decode(row);
    }

    @Override
    public boolean forgotten(CommandId command) {
        return command.sequence() <= highest(rows, command) - WINDOW;
    }

    @Override
    public void remember(CommandId command, Receipt answer, RowDraft draft) {
        long now = answer.header().worldMillis();
        long highest = highest(draft, command);
        if (!isLive(draft, command, now)) {
            for (long dead = Math.max(1, highest - WINDOW + 1); dead <= highest; dead++) {
                draft.delete(answerKey(command, dead));
            }
            highest = 0;
        }
        draft.put(answerKey(command, command.sequence()), answer.encode());
        if (command.sequence() <= highest) {
            return;
        }
        draft.put(
                windowKey(command),
                new ByteWriter(16).i64(command.sequence()).i64(now).toBytes());
        long firstDead = Math.max(1, highest - WINDOW + 1);
        long lastDead = Math.min(highest, command.sequence() - WINDOW);
        for (long dead = firstDead; dead <= lastDead; dead++) {
            draft.delete(answerKey(command, dead));
        }
    }

    /**
     * True if the rows show that the command was decided before, and no member can have forgotten it by world time
     * {@code nowMillis}.
     */
    public static boolean isSpent(RowReader rows, CommandId command, long nowMillis) {
        boolean decided = rows.get(answerKey(command, command.sequence())) != null
                || command.sequence() <= highest(rows, command) - WINDOW;
        return decided && isLive(rows, command, nowMillis);
    }

    /** World time of the newest entry that the windows know of, or long ago. */
    public static long newestMillis(DeltaJournal journal) {
        long[] newest = {Long.MIN_VALUE / 2};
        journal.scan(Table.WINDOW.prefix(), (key, value) -> {
            newest[0] = Math.max(newest[0], lastMillis(value));
            return true;
        });
        return newest[0];
    }

    /** Visits answers and windows in key order, without those of sessions that some member may have dropped. */
    public static void scanLive(DeltaJournal journal, DeltaJournal.RowVisitor visitor) {
        long newest = newestMillis(journal);
        Set<ByteBuffer> live = new HashSet<>();
        journal.scan(Table.WINDOW.prefix(), (key, value) -> {
            if (lastMillis(value) >= newest - SESSION_LIVE_MILLIS) {
                live.add(session(key));
            }
            return true;
        });
        DeltaJournal.RowVisitor filter = (key, value) -> !live.contains(session(key)) || visitor.onRow(key, value);
        journal.scan(Table.ANSWER.prefix(), filter);
        journal.scan(Table.WINDOW.prefix(), filter);
    }

    private static ByteBuffer session(byte[] key) {
        return ByteBuffer.wrap(key, 1, SESSION_BYTES).slice();
    }

    /** Drops the windows of sessions that were silent for a day before the last command of any: at opening. */
    public static void dropOldSessions(DeltaJournal journal) {
        long newest = newestMillis(journal);
        JournalBatch batch = new JournalBatch();
        journal.scan(Table.WINDOW.prefix(), (key, value) -> {
            if (lastMillis(value) < newest - SESSION_KEPT_MILLIS) {
                batch.delete(key);
                byte[] answers = key.clone();
                answers[0] = Table.ANSWER.prefix()[0];
                journal.scan(answers, (answer, receipt) -> {
                    batch.delete(answer);
                    return true;
                });
            }
            return true;
        });
        if (!batch.isEmpty()) {
            journal.commit(batch);
        }
    }

    private static boolean isLive(RowReader from, CommandId command, long nowMillis) {
        byte[] row = from.get(windowKey(command));
        return row != null && lastMillis(row) >= nowMillis - SESSION_LIVE_MILLIS;
    }

    private static long lastMillis(byte[] window) {
        ByteReader in = new ByteReader(window);
        in.i64();
        return in.i64();
    }

    private static long highest(RowReader from, CommandId command) {
        byte[] row = from.get(windowKey(command));
        return row == null ? 0 : new ByteReader(row).i64();
    }

    private static byte[] answerKey(CommandId command, long sequence) {
        return Table.ANSWER
                .key(48)
                .put(command.player().bytes())
                .putLong(command.session())
                .putLong(sequence)
                .array();
    }

    private static byte[] windowKey(CommandId command) {
        return Table.WINDOW
                .key(40)
                .put(command.player().bytes())
                .putLong(command.session())
                .array();
    }
}
