package worldmesh.runtime.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.metrics.CacheStats;

/**
 * Keeps rows in key order (unsigned bytewise) and makes batches of them durable. Contract, shared by RocksDB and the
 * simulated disk and checked by one contract test:
 *
 * <ul>
 *   <li>a batch is applied whole or not at all, also across a crash;
 *   <li>{@link #get} and {@link #scan} see every submitted batch at once, durable or not;
 *   <li>{@code whenDurable} runs after the batch and all batches submitted before it are on disk (synced), on the
 *       executor the journal was opened with, in the order of submission; it never runs for one that is not durable;
 *   <li>after a crash exactly a prefix of the submitted batches is found, and holds each batch reported durable;
 *   <li>any write error stops the journal for good: no later callback runs and {@link #failed} says why.
 * </ul>
 *
 * Confined to the owner's thread, callbacks included.
 */
public interface DeltaJournal extends AutoCloseable {
    /** The value at {@code key}, or null. */
    byte @Nullable [] get(byte[] key);

    /** Visits the rows whose key begins with {@code prefix}, in key order, until the visitor answers false. */
    void scan(byte[] prefix, RowVisitor visitor);

    /** Applies {@code batch} and calls {@code whenDurable} once it is on disk; many batches share one sync. */
    void submit(JournalBatch batch, Runnable whenDurable);

    /** Applies {@code batch} and returns once it is on disk: for opening and closing, not for the hot path. */
    void commit(JournalBatch batch);

    /** The caches below, if there are any. */
    default List<CacheStats> caches() {
        return List.of();
    }

    /** Why the journal stopped, or null while it works. */
    @Nullable String failed();

    /** Finishes what was submitted and releases the files. */
    @Override
    void close();

    /** Takes rows of a scan. */
    @FunctionalInterface
    interface RowVisitor {
        /** Takes one row; answers whether to go on. */
        boolean onRow(byte[] key, byte[] value);
    }
}
