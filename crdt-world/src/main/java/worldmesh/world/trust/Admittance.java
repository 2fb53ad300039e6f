package worldmesh.world.trust;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.hash.Hash;

/**
 * A member lets a peer into a world: the newcomer shows it to everybody else. It counts while its issuer is a member
 * that nobody barred, docs/wire-world.md "Who may come in".
 *
 * @param world which world
 * @param issuer the member
 * @param newcomer who may come in
 * @param serial counts the issuer's admittances: of two with one number only that with the smaller id counts
 * @param pass the invitation it was given for
 * @param millis world time when it was given
 * @param signature the issuer's
 */
public record Admittance(
        WorldId world, PublicKey issuer, PeerId newcomer, long serial, Pass pass, long millis, Signature signature)
        implements Proof {
    /** The admittances of one member: some parties of the largest size. A founder gives as many as it likes. */
    public static final int SERIALS_MAX = 256;

    /**
     * One use of an invitation.
     *
     * @param invitation the hash that names it; zeros if the issuer let the peer in by its own word
     * @param use which use of it, from 0: of two admittances for one use only that with the smaller id counts
     */
    public record Pass(Hash invitation, long use) {
        /** The issuer's own word: there was no invitation. */
        public static final Pass NONE = new Pass(Hash.ofBytes(new byte[Hash.BYTES]), 0);
    }

    /** Signs an admittance. */
    public static Admittance sign(WorldId world, PeerId newcomer, long serial, Pass pass, TimedSigner issuer) {
        Signer signer = issuer.signer();
        Signature none = new Signature(new byte[Signature.BYTES]);
        Admittance draft = new Admittance(world, signer.publicKey(), newcomer, serial, pass, issuer.millis(), none);
        return new Admittance(
                world,
                signer.publicKey(),
                newcomer,
                serial,
                pass,
                issuer.millis(),
                new Signature(signer.sign(draft.body())));
    }

    /**
     * Who signs and when.
     *
     * @param signer the key
     * @param millis world time
     */
    public record TimedSigner(Signer signer, long millis) {}

    /** True if the issuer signed. */
    public boolean verify(SignatureVerifier verifier) {
        return serial >= 0 && pass.use() >= 0 && verifier.verify(issuer, body(), signature.bytes());
    }

    static Proof decode(WorldId world, ByteReader in) {
        PublicKey issuer = WireIds.key(in);
        PeerId newcomer = WireIds.peer(in);
        long serial = in.varint();
        Hash invitation = WireIds.hash(in);
        Pass pass = new Pass(invitation, in.varint());
        long millis = in.i64();
        return new Admittance(world, issuer, newcomer, serial, pass, millis, Signature.decode(in));
    }

    @Override
    public Kind kind() {
        return Kind.ADMITTANCE;
    }

    @Override
    public byte[] body() {
        return ProofCodec.begin(Kind.ADMITTANCE, world)
                .bytes(issuer.bytes())
                .bytes(newcomer.bytes())
                .varint(serial)
                .bytes(pass.invitation().bytes())
                .varint(pass.use())
                .i64(millis)
                .toBytes();
    }

    @Override
    public byte[] seal() {
        return signature.bytes();
    }
}
