package worldmesh.world.delta;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.hash.Hash;
import worldmesh.world.hash.Hasher;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.BatchKey;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.WireIds;
import worldmesh.world.trust.WorldId;

/** Writes and signs the batches of one buffer in memory that is used again. Not thread-safe. */
public final class BatchScribe {
    private final OpBuffer ops;
    private final ColumnWriter columns;
    private final ByteWriter out = new ByteWriter(1024);
    private final Hasher hasher = new Hasher();
    private final byte[] content = new byte[Hash.BYTES];
    private final SignedMessage message = new SignedMessage();
    private long replica;

    BatchScribe(OpBuffer ops) {
        this.ops = ops;
        this.columns = new ColumnWriter(ops);
    }

    /** The batch with its signature, until the next one is written. */
    ByteWriter write(BatchKey key, long clock, @Nullable ProofId grant, Signer author) {
        return begin(key.world(), key.sector(), key.replica(), key.sequence()).seal(clock, grant, author);
    }

    /** Begins a batch with its place. */
    public BatchScribe begin(WorldId world, SectorId sector, long by, long sequence) {
        replica = by;
        out.reset().u8(BatchCodec.VERSION);
        world.encode(out);
        sector.encode(out);
        out.i64(by).varint(sequence);
        return this;
    }

    /** Ends the batch that was begun with all ops of the buffer, and signs it; until the next one is begun. */
    public ByteWriter seal(long clock, @Nullable ProofId grant, Signer author) {
        int from = out.size();
        out.i64(clock);
        WireIds.optionalProof(grant, out);
        content(clock);
        hasher.hash(out.array(), from, out.size() - from, content);
        out.bytes(author.sign(message.of(out.array(), 1, from, content)));
        if (out.size() > SignedBatch.MAX_BYTES) {
            throw new IllegalArgumentException("a batch of " + ops.count() + " ops takes " + out.size()
                    + " bytes, must be at most " + SignedBatch.MAX_BYTES + "; seal more often");
        }
        return out;
    }

    /** The hash of the content of the batch that was written last. */
    Hash content() {
        return Hash.ofBytes(content);
    }

    private void content(long clock) {
        long unfolded = 0;
        for (int i = 0; i < ops.size(); i++) {
            unfolded += ops.length(i);
        }
        if (unfolded > Columns.MAX_UNFOLDED_BYTES) {
            throw new IllegalArgumentException("the values of a batch of " + ops.size() + " ops take more than "
                    + Columns.MAX_UNFOLDED_BYTES + " bytes; seal more often");
        }
        out.varint(0).varint(ops.others().size());
        if (!ops.others().isEmpty()) {
            others(new BatchHead(replica, clock));
        }
        out.varint(ops.size());
        if (ops.size() > 0) {
            columns.write(replica, clock).appendTo(out);
        }
    }

    private void others(BatchHead head) {
        ByteWriter scratch = new ByteWriter();
        for (int i = 0; i < ops.others().size(); i++) {
            out.varint(ops.otherIndex(i));
            OpCodec.encode(ops.others().get(i), head, scratch, out);
        }
    }
}
