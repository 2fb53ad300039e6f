package worldmesh.authority.admit;

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
        long highest = highest(draft, command);
        draft.put(answerKey(command, command.sequence()), answer.encode());
        if (command.sequence() <= highest) {
            return;
        }
        long now = answer.header().worldMillis();
        draft.put(
                windowKey(command),
                new ByteWriter(16).i64(command.sequence()).i64(now).toBytes());
        long firstDead = Math.max(1, highest - WINDOW + 1);
        long lastDead = Math.min(highest, command.sequence() - WINDOW);
        for (long dead = firstDead; dead <= lastDead; dead++) {
            draft.delete(answerKey(command, dead));
        }
    }

    /** Drops the windows of sessions that were silent for a day before the last command of any: at opening. */
    public static void dropOldSessions(DeltaJournal journal) {
        long[] newest = {Long.MIN_VALUE};
        journal.scan(Table.WINDOW.prefix(), (key, value) -> {
            newest[0] = Math.max(newest[0], lastMillis(value));
            return true;
        });
        JournalBatch batch = new JournalBatch();
        journal.scan(Table.WINDOW.prefix(), (key, value) -> {
            if (lastMillis(value) < newest[0] - SESSION_KEPT_MILLIS) {
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
