package worldmesh.world.delta;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.bytes.BitReader;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.BatchKey;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.Signature;
import worldmesh.world.trust.WireIds;
import worldmesh.world.trust.WorldId;

/** The bytes of a batch: docs/wire-world.md, "Batch". Keeps no state. */
final class BatchCodec {
    /** What is written. */
    static final int VERSION = 2;

    /** Every op by itself: what earlier versions wrote, and what is still read. */
    private static final int PLAIN_VERSION = 1;

    /** Header fields of later versions are kept up to this size. */
    private static final int MAX_EXTENSION_BYTES = 1024;

    private BatchCodec() {}

    static SignedBatch sign(BatchKey key, BatchContent body, Signer author) {
        OpBuffer ops = new OpBuffer();
        for (int i = 0; i < body.ops().size(); i++) {
            ops.add(body.ops().get(i), i);
        }
        return sign(key, body.clock(), body.grant(), ops, author);
    }

    static SignedBatch sign(BatchKey key, long clock, @Nullable ProofId grant, OpBuffer ops, Signer author) {
        ByteWriter out = ops.scratch().reset();
        out.u8(VERSION);
        key.world().encode(out);
        key.sector().encode(out);
        out.i64(key.replica()).varint(key.sequence());
        int from = out.size();
        out.i64(clock);
        WireIds.optionalProof(grant, out);
        content(new BatchHead(key.replica(), clock), ops, out);
        Hash content = Hash.ofRange(out.array(), from, out.size() - from);
        Signature signature = new Signature(author.sign(key.signedBytes(content)));
        out.bytes(signature.bytes());
        int count = ops.size() + ops.others().size();
        if (out.size() > SignedBatch.MAX_BYTES) {
            throw new IllegalArgumentException("a batch of " + count + " ops takes " + out.size()
                    + " bytes, must be at most " + SignedBatch.MAX_BYTES + "; seal more often");
        }
        SignedBatch.Seal seal = new SignedBatch.Seal(content, signature, out.toBytes());
        return new SignedBatch(key, new SignedBatch.Under(clock, grant, count), seal);
    }

    /** Writes the ops. */
    private static void content(BatchHead head, OpBuffer ops, ByteWriter out) {
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
            ByteWriter scratch = new ByteWriter();
            for (int i = 0; i < ops.others().size(); i++) {
                out.varint(ops.otherIndex(i));
                OpCodec.encode(ops.others().get(i), head, scratch, out);
            }
        }
        out.varint(ops.size());
        if (ops.size() > 0) {
            ops.write(head).appendTo(out);
        }
    }

    /** The batch in these bytes, which it keeps; its ops are left in the buffer. */
    static @Nullable SignedBatch decode(byte[] data, OpBuffer ops) {
        ops.reset();
        if (data.length > SignedBatch.MAX_BYTES || data.length < Signature.BYTES) {
            return null;
        }
        ByteReader in = new ByteReader(data);
        int version = in.u8();
        if (version != VERSION && version != PLAIN_VERSION) {
            return null;
        }
        WorldId world = WireIds.world(in);
        SectorId sector = SectorId.decode(in);
        long replica = in.i64();
        long sequence = in.varint();
        int from = in.position();
        int end = data.length - Signature.BYTES;
        if (!in.ok() || sequence <= 0 || from > end) {
            return null;
        }
        ByteReader body = new ByteReader(data, from, end - from);
        long clock = body.i64();
        ProofId grant = WireIds.optionalProof(body);
        body.skip(body.count(MAX_EXTENSION_BYTES));
        BatchHead head = new BatchHead(replica, clock);
        boolean sound = version == VERSION ? columnar(head, end, body, ops) : plain(head, body, ops);
        int count = ops.size() + ops.others().size();
        if (!sound || count == 0 || count > BatchContent.MAX_OPS) {
            return null;
        }
        in.skip(end - from);
        Signature signature = Signature.decode(in);
        Hash content = Hash.ofRange(data, from, end - from);
        BatchKey key = new BatchKey(world, sector, replica, sequence);
        ops.readFrom(data);
        SignedBatch.Seal seal = new SignedBatch.Seal(content, signature, data);
        return new SignedBatch(key, new SignedBatch.Under(clock, grant, count), seal);
    }

    private static boolean plain(BatchHead head, ByteReader in, OpBuffer ops) {
        int count = in.count(BatchContent.MAX_OPS);
        for (int i = 0; i < count && in.ok(); i++) {
            Op op = OpCodec.decode(head, in);
            if (op != null) {
                ops.addOther(op, i);
            }
        }
        return in.complete();
    }

    private static boolean columnar(BatchHead head, int end, ByteReader in, OpBuffer ops) {
        int count = in.count(BatchContent.MAX_OPS);
        for (int i = 0; i < count && in.ok(); i++) {
            int index = in.count(BatchContent.MAX_OPS - 1);
            Op op = OpCodec.decode(head, in);
            if (op != null) {
                ops.addOther(op, index);
            }
        }
        int columns = in.count(BatchContent.MAX_OPS);
        if (!in.ok() || columns == 0) {
            return in.complete();
        }
        BitReader bits = new BitReader(in.array(), in.position(), end);
        new ColumnReader(head, columns, bits, ops).read();
        return bits.complete();
    }
}
