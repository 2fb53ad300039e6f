package worldmesh.simulation.plant;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;

/** The planted bug {@code ack-before-sync}: calls back as soon as a batch is handed in. */
public final class EagerJournal implements DeltaJournal {
    private final DeltaJournal inner;

    /** Lies about {@code inner}. */
    public EagerJournal(DeltaJournal inner) {
        this.inner = inner;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return inner.get(key);
    }

    @Override
    public void scan(byte[] prefix, RowVisitor visitor) {
        inner.scan(prefix, visitor);
    }

    @Override
    public void submit(JournalBatch batch, Runnable whenDurable) {
        inner.submit(batch, () -> {});
        whenDurable.run();
    }

    @Override
    public void commit(JournalBatch batch) {
        inner.commit(batch);
    }

    @Override
    public @Nullable String failed() {
        return inner.failed();
    }

    @Override
    public void close() {
        inner.close();
    }
}
