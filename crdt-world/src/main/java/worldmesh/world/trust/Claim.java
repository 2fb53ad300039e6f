package worldmesh.world.trust;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.entity.EntityId;

/**
 * Names the next owner of an entity. It follows a claim, or the birth if {@code previous} is null, and is valid if its
 * author owned the entity by that claim or holds the grant it names. It carries its own signature, so that a write in
 * any sector can name it.
 */
public record Claim(
        WorldId world,
        EntityId entity,
        long generation,
        PeerId owner,
        @Nullable ProofId previous,
        @Nullable ProofId grant,
        long clock,
        long replica,
        Signature signature)
        implements Proof {
    /** The same claim, signed. */
    public Claim signedBy(Signer author) {
        return new Claim(
                world, entity, generation, owner, previous, grant, clock, replica, new Signature(author.sign(body())));
    }

    @Override
    public Kind kind() {
        return Kind.CLAIM;
    }

    @Override
    public byte[] body() {
        ByteWriter out = ProofCodec.begin(Kind.CLAIM, world);
        entity.encode(out);
        out.varint(generation).bytes(owner.bytes());
        WireIds.optionalProof(previous, out);
        WireIds.optionalProof(grant, out);
        return out.i64(clock).i64(replica).toBytes();
    }

    @Override
    public byte[] seal() {
        return signature.bytes();
    }
}
