package worldmesh.mesh.crypto;

import java.security.SecureRandom;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.Signer;

/** Signs with an Ed25519 key held in memory. Immutable, safe for several threads. */
public final class Ed25519Signer implements Signer {
    /** The size of a private key in bytes. */
    public static final int SEED_BYTES = 32;

    private final Ed25519PrivateKeyParameters key;
    private final PublicKey publicKey;

    private Ed25519Signer(Ed25519PrivateKeyParameters key) {
        this.key = key;
        this.publicKey = new PublicKey(key.generatePublicKey().getEncoded());
    }

    /** A signer with a new key. */
    public static Ed25519Signer generate(SecureRandom random) {
        return new Ed25519Signer(new Ed25519PrivateKeyParameters(random));
    }

    /** The signer whose private key is these 32 bytes (RFC 8032 §5.1.5). */
    public static Ed25519Signer ofSeed(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("a private key has " + SEED_BYTES + " bytes, got " + seed.length);
        }
        return new Ed25519Signer(new Ed25519PrivateKeyParameters(seed, 0));
    }

    /** A copy of the private key, to be stored and wiped by the caller. */
    public byte[] seed() {
        return key.getEncoded();
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519PrivateKeyParameters.SIGNATURE_SIZE];
        key.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
        return signature;
    }
}
