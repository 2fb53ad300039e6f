package worldmesh.world.trust;

import java.nio.charset.StandardCharsets;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.hash.Hash;

/**
 * Certifies that a replica belongs to the holder of a key. The replica id is a hash of key and nonce: nobody can
 * certify another peer's replica as its own, so the author of every entity id is settled for ever. What a peer writes
 * as the authority comes from replicas of its tenures; their ids are hashes of another domain, so none is both.
 */
public record ReplicaCertificate(
        WorldId world, long replica, long nonce, PublicKey key, boolean tenure, Signature signature) implements Proof {
    private static final byte[] DOMAIN = "worldmesh/replica/1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TENURE_DOMAIN = "worldmesh/tenure/1".getBytes(StandardCharsets.US_ASCII);

    /** Certifies the replica that {@code nonce} names; draw the nonce anew at every open of a store. */
    public static ReplicaCertificate sign(WorldId world, Signer signer, long nonce) {
        return sign(world, signer, nonce, false);
    }

    /** Certifies the replica of a tenure; draw the nonce anew for every tenure. */
    public static ReplicaCertificate signTenure(WorldId world, Signer signer, long nonce) {
        return sign(world, signer, nonce, true);
    }

    private static ReplicaCertificate sign(WorldId world, Signer signer, long nonce, boolean tenure) {
        PublicKey key = signer.publicKey();
        long replica = replicaOf(world, key, nonce, tenure);
        byte[] body = body(world, replica, nonce, key, tenure);
        return new ReplicaCertificate(world, replica, nonce, key, tenure, new Signature(signer.sign(body)));
    }

    private static long replicaOf(WorldId world, PublicKey key, long nonce, boolean tenure) {
        byte[] number = new ByteWriter(16).i64(nonce).toBytes();
        long id = Hash.of(tenure ? TENURE_DOMAIN : DOMAIN, world.hash().bytes(), key.bytes(), number)
                .longAt(0);
        return id == 0 ? 1 : id;
    }

    /** The peer that owns the replica. */
    public PeerId peer() {
        return key.peer();
    }

    /** True if the id belongs to the key and the key signed. */
    public boolean verify(SignatureVerifier verifier) {
        return replica == replicaOf(world, key, nonce, tenure) && verifier.verify(key, body(), signature.bytes());
    }

    @Override
    public Kind kind() {
        return kind(tenure);
    }

    private static Kind kind(boolean tenure) {
        return tenure ? Kind.TENURE : Kind.CERTIFICATE;
    }

    @Override
    public byte[] body() {
        return body(world, replica, nonce, key, tenure);
    }

    private static byte[] body(WorldId world, long replica, long nonce, PublicKey key, boolean tenure) {
        return ProofCodec.begin(kind(tenure), world)
                .i64(replica)
                .i64(nonce)
                .bytes(key.bytes())
                .toBytes();
    }

    @Override
    public byte[] seal() {
        return signature.bytes();
    }
}
