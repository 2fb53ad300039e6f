package worldmesh.world.delta;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.BitWriter;
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
        ByteWriter out = new ByteWriter(512);
        out.u8(VERSION);
        key.world().encode(out);
        key.sector().encode(out);
        out.i64(key.replica()).varint(key.sequence());
        int from = out.size();
        List<ColumnWriter.Placed> placed = content(new BatchHead(key.replica(), body.clock()), body, out);
        Hash content = Hash.ofRange(out.array(), from, out.size() - from);
        Signature signature = new Signature(author.sign(key.signedBytes(content)));
        out.bytes(signature.bytes());
        if (out.size() > SignedBatch.MAX_BYTES) {
            throw new IllegalArgumentException("a batch of " + body.ops().size() + " ops takes " + out.size()
                    + " bytes, must be at most " + SignedBatch.MAX_BYTES + "; seal more often");
        }
        return new SignedBatch(
                key,
                new SignedBatch.Under(body.clock(), body.grant()),
                placed,
                new SignedBatch.Seal(content, signature, out.toBytes()));
    }

    /** Writes the content and answers the ops as they lie in it. */
    private static List<ColumnWriter.Placed> content(BatchHead head, BatchContent body, ByteWriter out) {
        List<ColumnWriter.Placed> plain = new ArrayList<>();
        List<ColumnWriter.Placed> columns = new ArrayList<>();
        for (int i = 0; i < body.ops().size(); i++) {
            Op op = body.ops().get(i);
            (Columns.fits(op) ? columns : plain).add(new ColumnWriter.Placed(op, i));
        }
        if (columns.stream().mapToLong(each -> Columns.unfolded(each.op())).sum() > Columns.MAX_UNFOLDED_BYTES) {
            throw new IllegalArgumentException(
                    "the values of a batch of " + body.ops().size() + " ops take more than "
                            + Columns.MAX_UNFOLDED_BYTES + " bytes; seal more often");
        }
        columns.sort(Columns.ORDER);
        out.i64(body.clock());
        WireIds.optionalProof(body.grant(), out);
        out.varint(0).varint(plain.size());
        ByteWriter scratch = new ByteWriter();
        for (ColumnWriter.Placed each : plain) {
            out.varint(each.index());
            OpCodec.encode(each.op(), scratch, out);
        }
        out.varint(columns.size());
        if (!columns.isEmpty()) {
            BitWriter bits = new BitWriter();
            new ColumnWriter(head, columns, bits).write();
            out.bytes(bits.toBytes());
        }
        plain.addAll(columns);
        return plain;
    }

    static @Nullable SignedBatch decode(byte[] data) {
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
        List<ColumnWriter.Placed> placed = version == VERSION ? columnar(head, end, body) : plain(body);
        if (placed.isEmpty() || placed.size() > BatchContent.MAX_OPS) {
            return null;
        }
        in.skip(end - from);
        Signature signature = Signature.decode(in);
        Hash content = Hash.ofRange(data, from, end - from);
        BatchKey key = new BatchKey(world, sector, replica, sequence);
        SignedBatch.Seal seal = new SignedBatch.Seal(content, signature, data.clone());
        return new SignedBatch(key, new SignedBatch.Under(clock, grant), placed, seal);
    }

    private static List<ColumnWriter.Placed> plain(ByteReader in) {
        int count = in.count(BatchContent.MAX_OPS);
        List<ColumnWriter.Placed> out = new ArrayList<>(Math.min(count, 256));
        for (int i = 0; i < count && in.ok(); i++) {
            Op op = OpCodec.decode(in);
            if (op != null) {
                out.add(new ColumnWriter.Placed(op, i));
            }
        }
        return in.complete() ? out : List.of();
    }

    private static List<ColumnWriter.Placed> columnar(BatchHead head, int end, ByteReader in) {
        int count = in.count(BatchContent.MAX_OPS);
        List<ColumnWriter.Placed> out = new ArrayList<>(Math.min(count, 256));
        for (int i = 0; i < count && in.ok(); i++) {
            int index = in.count(BatchContent.MAX_OPS - 1);
            Op op = OpCodec.decode(in);
            if (op != null) {
                out.add(new ColumnWriter.Placed(op, index));
            }
        }
        int columns = in.count(BatchContent.MAX_OPS);
        if (!in.ok() || columns == 0) {
            return in.complete() ? out : List.of();
        }
        BitReader bits = new BitReader(in.array(), in.position(), end);
        out.addAll(new ColumnReader(head, columns, bits).read());
        return bits.complete() ? out : List.of();
    }
}
