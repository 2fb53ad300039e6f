package worldmesh.world.trust;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.hash.Hash;

/**
 * A member takes back an invitation it gave: who came by it before stays, later uses of it do not count, whenever they
 * are heard of.
 *
 * @param world which world
 * @param issuer the member
 * @param serial counts the issuer's withdrawals: of two with one number only that with the smaller id counts
 * @param invitation the hash that names the invitation
 * @param uses the uses that still count are those below this number
 * @param signature the issuer's
 */
public record Withdrawal(WorldId world, PublicKey issuer, long serial, Hash invitation, long uses, Signature signature)
        implements Proof {
    /** The withdrawals of one member. */
    public static final int SERIALS_MAX = 256;

    /** Signs a withdrawal. */
    public static Withdrawal sign(WorldId world, long serial, Hash invitation, long uses, Signer issuer) {
        Signature none = new Signature(new byte[Signature.BYTES]);
        Withdrawal draft = new Withdrawal(world, issuer.publicKey(), serial, invitation, uses, none);
        Signature signature = new Signature(issuer.sign(draft.body()));
        return new Withdrawal(world, issuer.publicKey(), serial, invitation, uses, signature);
    }

    /** True if the issuer signed. */
    public boolean verify(SignatureVerifier verifier) {
        return serial >= 0 && uses >= 0 && verifier.verify(issuer, body(), signature.bytes());
    }

    static Proof decode(WorldId world, ByteReader in) {
        PublicKey issuer = WireIds.key(in);
        long serial = in.varint();
        Hash invitation = WireIds.hash(in);
        long uses = in.varint();
        return new Withdrawal(world, issuer, serial, invitation, uses, Signature.decode(in));
    }

    @Override
    public Kind kind() {
        return Kind.WITHDRAWAL;
    }

    @Override
    public byte[] body() {
        return ProofCodec.begin(Kind.WITHDRAWAL, world)
                .bytes(issuer.bytes())
                .varint(serial)
                .bytes(invitation.bytes())
                .varint(uses)
                .toBytes();
    }

    @Override
    public byte[] seal() {
        return signature.bytes();
    }
}
