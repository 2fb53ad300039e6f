package worldmesh.world.delta;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.trust.BatchKey;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.Signature;

/** The bytes of a batch: docs/wire-world.md, "Batch". Keeps no state. */
final class BatchCodec {
    /** What is written. */
    static final int VERSION = 2;

    /** Every op by itself: what earlier versions wrote, and what is still read. */
    static final int PLAIN_VERSION = 1;

    /** Header fields of later versions are kept up to this size. */
    static final int MAX_EXTENSION_BYTES = 1024;

    private BatchCodec() {}

    static SignedBatch sign(BatchKey key, BatchContent body, Signer author) {
        OpBuffer ops = new OpBuffer();
        for (int i = 0; i < body.ops().size(); i++) {
            ops.add(body.ops().get(i), i);
        }
        return sign(key, body.clock(), body.grant(), ops, author);
    }

    static SignedBatch sign(BatchKey key, long clock, @Nullable ProofId grant, OpBuffer ops, Signer author) {
        ByteWriter out = ops.scribe().write(key, clock, grant, author);
        byte[] raw = out.toBytes();
        byte[] signature = Arrays.copyOfRange(raw, raw.length - Signature.BYTES, raw.length);
        SignedBatch.Seal seal = new SignedBatch.Seal(ops.scribe().content(), new Signature(signature), raw);
        return new SignedBatch(key, new SignedBatch.Under(clock, grant, ops.count()), seal);
    }

    /** The batch in these bytes, which it keeps; its ops are left in the buffer. */
    static @Nullable SignedBatch decode(byte[] data, OpBuffer ops) {
        return ops.readAll(data) ? ops.header().keep(data, ops.count()) : null;
    }
}
