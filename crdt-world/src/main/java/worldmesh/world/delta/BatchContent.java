package worldmesh.world.delta;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.world.trust.ProofId;

/** What a batch says: its hybrid stamp, the grant it is written under and its ops in order. */
public record BatchContent(long clock, @Nullable ProofId grant, List<Op> ops) {
    /** More ops than fit a batch of {@link SignedBatch#MAX_BYTES}. */
    public static final int MAX_OPS = 16 * 1024;

    /** An upper bound of the bytes that an op adds to a batch. */
    public static int sizeBound(Op op) {
        return OpCodec.sizeBound(op);
    }

    /** Copies the list and refuses none or too many. */
    public BatchContent {
        ops = List.copyOf(ops);
        if (ops.isEmpty() || ops.size() > MAX_OPS) {
            throw new IllegalArgumentException("a batch has 1.." + MAX_OPS + " ops, got " + ops.size());
        }
    }
}
