package worldmesh.world.trust;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.sector.SectorId;

/** The trust root gives a peer the authority over a sector, or over all, for one epoch. */
public record Grant(
        WorldId world,
        long epoch,
        PublicKey holderKey,
        @Nullable SectorId sector,
        Signature signature) implements Proof {
    /** Signs a grant; only the trust root's signer makes a valid one. A null sector means the whole world. */
    public static Grant sign(WorldId world, long epoch, PublicKey holderKey, @Nullable SectorId sector, Signer root) {
        byte[] body = body(world, epoch, holderKey, sector);
        return new Grant(world, epoch, holderKey, sector, new Signature(root.sign(body)));
    }

    /** The peer that holds the authority. */
    public PeerId holder() {
        return holderKey.peer();
    }

    /** True if the grant reaches the sector. */
    public boolean covers(SectorId other) {
        return sector == null || sector.contains(other);
    }

    /** True if the trust root signed. */
    public boolean verify(SignatureVerifier verifier, PublicKey root) {
        return epoch > 0 && verifier.verify(root, body(), signature.bytes());
    }

    @Override
    public Kind kind() {
        return Kind.GRANT;
    }

    @Override
    public byte[] body() {
        return body(world, epoch, holderKey, sector);
    }

    private static byte[] body(WorldId world, long epoch, PublicKey holder, @Nullable SectorId sector) {
        ByteWriter out = ProofCodec.begin(Kind.GRANT, world).varint(epoch).bytes(holder.bytes());
        WireIds.optionalSector(sector, out);
        return out.toBytes();
    }

    @Override
    public byte[] seal() {
        return signature.bytes();
    }
}
