package worldmesh.simulation.node;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.row.Table;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.runtime.journal.JournalBatch.Row;

/** A journal that shows what is cut off the log in it before it is gone. Confined to the owner's thread. */
final class CutJournal implements DeltaJournal {
    private final DeltaJournal real;
    private final CutEntries cut;

    CutJournal(DeltaJournal real, CutEntries cut) {
        this.real = real;
        this.cut = cut;
    }

    /** What goes and lies before the place where the log begins then; the rest is of a branch that is given up. */
    private void watch(JournalBatch batch) {
        List<Row> gone = batch.rows().stream()
                .filter(row -> row.value() == null && row.key()[0] == Table.LOG.prefix()[0])
                .toList();
        if (gone.isEmpty()) {
            return;
        }
        byte[] base = real.get(Table.LOG_BASE.prefix());
        for (Row row : batch.rows()) {
            base = Arrays.equals(row.key(), Table.LOG_BASE.prefix()) ? row.value() : base;
        }
        long begin = base == null ? -1 : Head.decode(new ByteReader(base)).tick();
        for (Row row : gone) {
            byte[] value = real.get(row.key());
            if (value != null && ByteBuffer.wrap(row.key()).getLong(1 + Long.BYTES) <= begin) {
                cut.add(row.key(), value);
            }
        }
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return real.get(key);
    }

    @Override
    public void scan(byte[] prefix, RowVisitor visitor) {
        real.scan(prefix, visitor);
    }

    @Override
    public void submit(JournalBatch batch, Runnable whenDurable) {
        watch(batch);
        real.submit(batch, whenDurable);
    }

    @Override
    public void commit(JournalBatch batch) {
        watch(batch);
        real.commit(batch);
    }

    @Override
    public @Nullable String failed() {
        return real.failed();
    }

    @Override
    public void close() {
        real.close();
    }
}
