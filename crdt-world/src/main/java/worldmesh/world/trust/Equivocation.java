package worldmesh.world.trust;

import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.world.hash.Hash;

/**
 * Two signatures of one replica under one batch number with different contents. Whoever sees both cuts the replica off
 * before that number, so that peers that met different branches agree again.
 */
public record Equivocation(BatchKey key, Hash first, Hash second, Signature firstSignature, Signature secondSignature)
        implements Proof {
    /** The evidence with its halves in the order of their hashes: one fork has one proof. */
    public static Equivocation of(
            BatchKey key, Hash one, Signature oneSignature, Hash other, Signature otherSignature) {
        return one.compareTo(other) < 0
                ? new Equivocation(key, one, other, oneSignature, otherSignature)
                : new Equivocation(key, other, one, otherSignature, oneSignature);
    }

    /** True if the halves differ, are in order and both are signed by the replica's key. */
    public boolean verify(SignatureVerifier verifier, PublicKey author) {
        return first.compareTo(second) < 0
                && verifier.verify(author, key.signedBytes(first), firstSignature.bytes())
                && verifier.verify(author, key.signedBytes(second), secondSignature.bytes());
    }

    @Override
    public Kind kind() {
        return Kind.EQUIVOCATION;
    }

    @Override
    public WorldId world() {
        return key.world();
    }

    @Override
    public byte[] body() {
        ByteWriter out = ProofCodec.begin(Kind.EQUIVOCATION, key.world());
        key.sector().encode(out);
        out.i64(key.replica()).varint(key.sequence()).bytes(first.bytes()).bytes(second.bytes());
        return out.toBytes();
    }

    @Override
    public byte[] seal() {
        return new ByteWriter(2 * Signature.BYTES)
                .bytes(firstSignature.bytes())
                .bytes(secondSignature.bytes())
                .toBytes();
    }
}
