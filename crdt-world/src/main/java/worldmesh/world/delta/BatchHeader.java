package worldmesh.world.delta;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.world.hash.Hash;
import worldmesh.world.hash.Hasher;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.BatchKey;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.Signature;
import worldmesh.world.trust.WireIds;
import worldmesh.world.trust.WorldId;

/**
 * A batch as it lies in somebody's array: its head as numbers, and no object for it. It holds until the array changes
 * or the next one is read. Used again and again; not thread-safe.
 */
public final class BatchHeader {
    private static final int WORLD = 1;

    private final ByteReader in = new ByteReader(new byte[0]);
    private final Hasher hasher = new Hasher();
    private final SignedMessage message = new SignedMessage();
    private final byte[] hash = new byte[Hash.BYTES];
    private final byte[] signature = new byte[Signature.BYTES];
    private byte[] data = new byte[0];
    private int start;
    private int length;
    private int contentFrom;
    private int version;
    private boolean hashed;
    private SectorId sector = SectorId.ORIGIN;
    private long replica;
    private long sequence;
    private long clock;
    private @Nullable ProofId grant;

    /** Reads a head; false if no batch begins so. */
    public boolean read(byte[] from, int offset, int size) {
        version = head(from, offset, size);
        return version != 0 && in.ok();
    }

    /** Answers the version, 0 if no batch begins so; what follows the grant is read next. */
    private int head(byte[] from, int offset, int size) {
        if (size > SignedBatch.MAX_BYTES || size < Signature.BYTES) {
            return 0;
        }
        data = from;
        start = offset;
        length = size;
        hashed = false;
        in.over(from, offset, size - Signature.BYTES);
        int first = in.u8();
        in.skip(Hash.BYTES);
        sector(in.zigzag(), in.zigzag(), in.u8());
        replica = in.i64();
        sequence = in.varint();
        contentFrom = in.position();
        if (!in.ok() || sequence <= 0) {
            return 0;
        }
        clock = in.i64();
        grant = WireIds.optionalProof(in);
        return first == BatchCodec.VERSION || first == BatchCodec.PLAIN_VERSION ? first : 0;
    }

    private void sector(long x, long y, int scale) {
        if (sector.x() != x || sector.y() != y || sector.scale() != scale) {
            sector = new SectorId(x, y, scale);
        }
    }

    /** Reads the ops, as they follow the head, into a buffer; false if they are malformed. */
    boolean read(OpBuffer ops) {
        in.skip(in.count(BatchCodec.MAX_EXTENSION_BYTES));
        boolean sound = version == BatchCodec.VERSION ? columns(ops) : plain(ops);
        return sound && ops.count() > 0 && ops.count() <= BatchContent.MAX_OPS;
    }

    private boolean plain(OpBuffer ops) {
        int count = in.count(BatchContent.MAX_OPS);
        BatchHead head = new BatchHead(replica, clock);
        for (int i = 0; i < count && in.ok(); i++) {
            other(head, i, ops);
        }
        return in.complete();
    }

    private void other(BatchHead head, int index, OpBuffer ops) {
        Op op = OpCodec.decode(head, in);
        if (op != null) {
            ops.addOther(op, index);
        }
    }

    private boolean columns(OpBuffer ops) {
        int count = in.count(BatchContent.MAX_OPS);
        BatchHead head = count == 0 ? null : new BatchHead(replica, clock);
        for (int i = 0; head != null && i < count && in.ok(); i++) {
            int index = in.count(BatchContent.MAX_OPS - 1);
            other(head, index, ops);
        }
        int columns = in.count(BatchContent.MAX_OPS);
        if (!in.ok() || columns == 0) {
            return in.complete();
        }
        return ops.reader().read(replica, clock, columns, in, start + length - Signature.BYTES);
    }

    /** The size of the encoded batch. */
    public int sizeBytes() {
        return length;
    }

    /** Copies the batch as the author signed it. */
    public void copyTo(byte[] to, int at) {
        System.arraycopy(data, start, to, at, length);
    }

    /** True if it is a batch of that world. */
    public boolean isOf(WorldId world) {
        return world.hash().isAt(data, start + WORLD);
    }

    /** The sector. */
    public SectorId sector() {
        return sector;
    }

    /** The author's replica. */
    public long replica() {
        return replica;
    }

    /** The number of the batch among the replica's batches in the sector, from 1. */
    public long sequence() {
        return sequence;
    }

    /** The hybrid stamp. */
    public long clock() {
        return clock;
    }

    /** The grant under which the batch is written, null for none. */
    public @Nullable ProofId grant() {
        return grant;
    }

    private void hash() {
        if (!hashed) {
            hasher.hash(data, contentFrom, start + length - Signature.BYTES - contentFrom, hash);
            hashed = true;
        }
    }

    /** True if the holder of the key signed this batch. */
    public boolean verify(SignatureVerifier verifier, PublicKey author) {
        hash();
        System.arraycopy(data, start + length - Signature.BYTES, signature, 0, Signature.BYTES);
        return verifier.verify(author, message.of(data, start + WORLD, contentFrom, hash), signature);
    }

    /** The batch by itself, with a copy of its bytes and so many ops. */
    public SignedBatch keep(int count) {
        return keep(Arrays.copyOfRange(data, start, start + length), count);
    }

    /** The batch by itself, which keeps these bytes of its own. */
    SignedBatch keep(byte[] raw, int count) {
        hash();
        WorldId world = WireIds.world(in.over(raw, WORLD, Hash.BYTES));
        Signature by = Signature.decode(in.over(raw, raw.length - Signature.BYTES, Signature.BYTES));
        BatchKey key = new BatchKey(world, sector, replica, sequence);
        SignedBatch.Seal seal = new SignedBatch.Seal(Hash.ofBytes(hash), by, raw);
        return new SignedBatch(key, new SignedBatch.Under(clock, grant, count), seal);
    }
}
