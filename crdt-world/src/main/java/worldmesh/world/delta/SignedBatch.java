package worldmesh.world.delta;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.BatchKey;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.Signature;
import worldmesh.world.trust.WorldId;

/**
 * A delta: the ops of one replica in one sector under one number, one hybrid stamp and one author signature. It keeps
 * its bytes, so that any third peer passes on exactly what the author signed. Immutable.
 */
public final class SignedBatch {
    /** The largest encoded batch: one message of the mesh. */
    public static final int MAX_BYTES = 60 * 1024;

    private final BatchKey key;
    private final long clock;
    private final @Nullable ProofId grant;
    private final int count;
    private final Hash content;
    private final Signature signature;
    private final byte[] raw;

    /** The stamp of a batch, the grant it is written under and how many ops it has. */
    record Under(long clock, @Nullable ProofId grant, int count) {}

    /** What makes a batch its author's: the hash of its content, the signature over it, and all of its bytes. */
    record Seal(Hash content, Signature signature, byte[] raw) {}

    SignedBatch(BatchKey key, Under under, Seal seal) {
        this.key = key;
        this.clock = under.clock();
        this.grant = under.grant();
        this.count = under.count();
        this.content = seal.content();
        this.signature = seal.signature();
        this.raw = seal.raw();
    }

    /** Encodes and signs a batch. */
    public static SignedBatch sign(BatchKey key, BatchContent body, Signer author) {
        return BatchCodec.sign(key, body, author);
    }

    /** Encodes and signs the ops of a buffer, whose indices are set. */
    public static SignedBatch sign(BatchKey key, long clock, @Nullable ProofId grant, OpBuffer ops, Signer author) {
        return BatchCodec.sign(key, clock, grant, ops, author);
    }

    /** The batch in these bytes, null if malformed; the signature is not checked. */
    public static @Nullable SignedBatch decode(byte[] data) {
        return BatchCodec.decode(data.clone(), new OpBuffer());
    }

    /** The same, keeping the array, which must not change any more, and leaving the ops in the buffer. */
    public static @Nullable SignedBatch decode(byte[] data, OpBuffer into) {
        return BatchCodec.decode(data, into);
    }

    /** Reads the ops into the buffer, if they are not there from the batch's own decoding. */
    public OpBuffer read(OpBuffer into) {
        if (!into.isOf(raw) && !into.readAll(raw)) {
            throw new IllegalStateException(this + " does not read what it was read from");
        }
        return into;
    }

    /** The batch as the author signed it; a copy. */
    public byte[] encode() {
        return raw.clone();
    }

    /** Appends the batch as the author signed it. */
    public void encode(ByteWriter out) {
        out.block(raw);
    }

    /** Copies the batch as the author signed it. */
    public void copyTo(byte[] to, int at) {
        System.arraycopy(raw, 0, to, at, raw.length);
    }

    /** The size of the encoded batch. */
    public int sizeBytes() {
        return raw.length;
    }

    /** World, sector, replica and sequence. */
    public BatchKey key() {
        return key;
    }

    /** The world. */
    public WorldId world() {
        return key.world();
    }

    /** The sector. */
    public SectorId sector() {
        return key.sector();
    }

    /** The author's replica. */
    public long replica() {
        return key.replica();
    }

    /** The number of the batch among the replica's batches in the sector, from 1. */
    public long sequence() {
        return key.sequence();
    }

    /** The hybrid stamp. */
    public long clock() {
        return clock;
    }

    /** The grant under which the batch is written, null for none. */
    public @Nullable ProofId grant() {
        return grant;
    }

    /** The ops as they lie in the batch: those of one entity in the order they were made. Read anew at each call. */
    public List<Op> ops() {
        OpBuffer buffer = read(new OpBuffer());
        List<Op> out = new ArrayList<>(buffer.others());
        for (int i = 0; i < buffer.size(); i++) {
            out.add(buffer.op(i));
        }
        return out;
    }

    /** The number by which the op at a place in {@link #ops} is named in its dot. */
    public int index(int place) {
        OpBuffer buffer = read(new OpBuffer());
        int others = buffer.others().size();
        return place < others ? buffer.otherIndex(place) : buffer.index(place - others);
    }

    /** How many ops there are. */
    public int size() {
        return count;
    }

    /** The hash of the content, which the author signs together with the key. */
    public Hash content() {
        return content;
    }

    /** The author's signature. */
    public Signature signature() {
        return signature;
    }

    /** True if the holder of the key signed this batch. */
    public boolean verify(SignatureVerifier verifier, PublicKey author) {
        return verifier.verify(author, key.signedBytes(content), signature.bytes());
    }

    /** {@link #verify} will be asked about this author soon. */
    public void foresee(SignatureVerifier verifier, PublicKey author) {
        verifier.foresee(author, key.signedBytes(content), signature.bytes());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedBatch that && Arrays.equals(raw, that.raw);
    }

    @Override
    public int hashCode() {
        return content.hashCode();
    }

    @Override
    public String toString() {
        return "batch " + sector() + " " + Long.toHexString(replica()) + "#" + sequence() + " ops=" + count;
    }
}
