package worldmesh.peer.admission;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.WorldId;

/**
 * Proves the knowledge of an invitation's secret over one link: HMAC-SHA-256(secret, domain ‖ channel binding ‖ prover
 * ‖ verifier), design §6. The binding keeps a proof from being used on another link, the order of the ids from being
 * mirrored. Stateless.
 */
public final class InvitationProof {
    private static final byte[] DOMAIN = "worldmesh invitation 1".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] SECRET = "worldmesh invitation secret 1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DRAWN = "worldmesh invitation secret 2".getBytes(StandardCharsets.US_ASCII);
    private static final int SECRET_BYTES = 16;

    private InvitationProof() {}

    /** The secret of a world's founder: the same at every opening, so that links that were handed out stay good. */
    public static byte[] secretOf(Signer founder, WorldId world) {
        byte[] seed = founder.sign(Hash.of(SECRET, world.hash().bytes()).bytes());
        return Arrays.copyOf(Hash.of(seed).bytes(), SECRET_BYTES);
    }

    /**
     * The secret of one invitation of a member: nobody without its key can tell it, and a number drawn for it alone
     * makes it another each time.
     */
    public static byte[] secretOf(Signer issuer, WorldId world, long drawn) {
        byte[] number = new ByteWriter(8).i64(drawn).toBytes();
        byte[] seed = issuer.sign(Hash.of(DRAWN, world.hash().bytes(), number).bytes());
        return Arrays.copyOf(Hash.of(seed).bytes(), SECRET_BYTES);
    }

    /** The 32 bytes that {@code prover} shows {@code verifier}. */
    public static byte[] of(byte[] secret, byte[] channelBinding, PeerId prover, PeerId verifier) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update(DOMAIN);
            mac.update(channelBinding);
            mac.update(prover.bytes());
            return mac.doFinal(verifier.bytes());
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    /** True if {@code shown} is the proof; takes the same time for every wrong one. */
    public static boolean matches(byte[] expected, byte[] shown) {
        return MessageDigest.isEqual(expected, shown);
    }
}
