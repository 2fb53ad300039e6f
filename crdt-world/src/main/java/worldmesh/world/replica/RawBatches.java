package worldmesh.world.replica;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.world.causal.HybridClock;
import worldmesh.world.delta.BatchSink;
import worldmesh.world.delta.OpBuffer;

/**
 * Batches of a {@link Replica} as bytes: sealed, merged and retained without an object for each. The rules are those of
 * {@link Replica#seal} and {@link Replica#merge}. In steady state a batch allocates what does not depend on how many
 * ops it has. Confined to the replica's thread.
 */
public final class RawBatches {
    private final Replica replica;
    private final WorldBook book;
    private final LocalEdits edits;
    private final Admission admission;
    private final HybridClock clock;
    private @Nullable MergeResult last;
    /** The number of the changes that the batch made which was taken in last without a result. */
    private long told;

    RawBatches(Replica replica, WorldBook book, LocalEdits edits, Admission admission, HybridClock clock) {
        this.replica = replica;
        this.book = book;
        this.edits = edits;
        this.admission = admission;
        this.clock = clock;
    }

    /** Signs all edits since the last seal and hands the batches over, in order. */
    public void seal(long worldMillis, BatchSink sink) {
        clock.advance(worldMillis);
        edits.close();
        edits.drain(sink);
    }

    /** Forgets what {@link Replica#localChanges} would answer now: for who does not look at what itself changed. */
    public void dropLocalChanges() {
        edits.dropChanges();
        last = null;
        told = 0;
    }

    /**
     * Takes in a batch of any replica; never throws on hostile data. Answers what became of it, null if it is
     * malformed. {@link #merged} tells the rest to who asks.
     */
    public MergeResult.@Nullable Kind merge(byte[] data, int offset, int length, long worldMillis) {
        clock.advance(worldMillis);
        book.changes().forget();
        replica.closeEdits();
        last = null;
        OpBuffer ops = book.buffer();
        if (!ops.read(data, offset, length)) {
            told = 0;
            return null;
        }
        if (admission.take(ops.header(), worldMillis)) {
            told = book.changes().closed();
            return MergeResult.Kind.APPLIED;
        }
        last = replica.merge(ops.header().keep(ops.count()), worldMillis);
        return last.kind();
    }

    /**
     * The batches that the last merge of bytes applied and what changed; to be asked for before the next edit or merge,
     * while the bytes are still there.
     */
    public MergeResult merged() {
        MergeResult result = last;
        if (result == null) {
            List<Change> changes = book.changes().told(told);
            OpBuffer ops = book.buffer();
            result = new MergeResult.Applied(List.of(ops.header().keep(ops.count())), changes);
            last = result;
        }
        return result;
    }
}
