package worldmesh.world.delta;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.BatchKey;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.Signature;
import worldmesh.world.trust.WireIds;
import worldmesh.world.trust.WorldId;

/** The bytes of a batch: docs/wire-world.md, "Batch". Keeps no state. */
final class BatchCodec {
    static final int VERSION = 1;

    /** Header fields of later versions are kept up to this size. */
    private static final int MAX_EXTENSION_BYTES = 1024;

    private BatchCodec() {}

    static SignedBatch sign(BatchKey key, BatchContent body, Signer author) {
        ByteWriter out = new ByteWriter(256);
        out.u8(VERSION);
        key.world().encode(out);
        key.sector().encode(out);
        out.i64(key.replica()).varint(key.sequence());
        int from = out.size();
        content(body, out);
        Hash content = Hash.ofRange(out.array(), from, out.size() - from);
        Signature signature = new Signature(author.sign(key.signedBytes(content)));
        out.bytes(signature.bytes());
        if (out.size() > SignedBatch.MAX_BYTES) {
            throw new IllegalArgumentException("a batch of " + body.ops().size() + " ops takes " + out.size()
                    + " bytes, must be at most " + SignedBatch.MAX_BYTES + "; seal more often");
        }
        return new SignedBatch(key, body, content, signature, out.toBytes());
    }

    private static void content(BatchContent body, ByteWriter out) {
        out.i64(body.clock());
        WireIds.optionalProof(body.grant(), out);
        out.varint(0);
        out.varint(body.ops().size());
        ByteWriter scratch = new ByteWriter();
        for (Op op : body.ops()) {
            OpCodec.encode(op, scratch, out);
        }
    }

    static @Nullable SignedBatch decode(byte[] data) {
        if (data.length > SignedBatch.MAX_BYTES || data.length < Signature.BYTES) {
            return null;
        }
        ByteReader in = new ByteReader(data);
        if (in.u8() != VERSION) {
            return null;
        }
        WorldId world = WireIds.world(in);
        SectorId sector = SectorId.decode(in);
        long replica = in.i64();
        long sequence = in.varint();
        int from = in.position();
        BatchContent body = content(in);
        int end = in.position();
        Signature signature = Signature.decode(in);
        if (body == null || !in.complete() || sequence <= 0) {
            return null;
        }
        Hash content = Hash.ofRange(data, from, end - from);
        BatchKey key = new BatchKey(world, sector, replica, sequence);
        return new SignedBatch(key, body, content, signature, data.clone());
    }

    private static @Nullable BatchContent content(ByteReader in) {
        long clock = in.i64();
        ProofId grant = WireIds.optionalProof(in);
        in.skip(in.count(MAX_EXTENSION_BYTES));
        int count = in.count(BatchContent.MAX_OPS);
        List<Op> ops = new ArrayList<>(Math.min(count, 256));
        for (int i = 0; i < count && in.ok(); i++) {
            Op op = OpCodec.decode(in);
            if (op != null) {
                ops.add(op);
            }
        }
        return in.ok() && !ops.isEmpty() ? new BatchContent(clock, grant, ops) : null;
    }
}
