package worldmesh.world.trust;

import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.Signer;

/** Who a replica is: the peer's signer and the certificate of this opening of the store or of this tenure. */
public record ReplicaIdentity(Signer signer, ReplicaCertificate certificate) {
    /** A fresh identity; {@code nonce} must be drawn at random at every open. */
    public static ReplicaIdentity draw(WorldId world, Signer signer, long nonce) {
        return new ReplicaIdentity(signer, ReplicaCertificate.sign(world, signer, nonce));
    }

    /** A fresh identity for a tenure as authority; {@code nonce} must be drawn at random for every tenure. */
    public static ReplicaIdentity drawTenure(WorldId world, Signer signer, long nonce) {
        return new ReplicaIdentity(signer, ReplicaCertificate.signTenure(world, signer, nonce));
    }

    /** The replica's id. */
    public long replica() {
        return certificate.replica();
    }

    /** The peer that owns the replica. */
    public PeerId peer() {
        return certificate.peer();
    }
}
