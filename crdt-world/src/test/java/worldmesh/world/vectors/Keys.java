package worldmesh.world.vectors;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Arrays;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.hash.Hash;

/** Real Ed25519 keys that are the same in every run. */
final class Keys implements Signer {
    /** The fixed first twelve bytes of an encoded Ed25519 public key, RFC 8410 §4. */
    private static final int PREFIX_BYTES = 12;

    private final KeyPair pair;

    private Keys(KeyPair pair) {
        this.pair = pair;
    }

    static Keys of(long seed) {
        byte[] secret = Hash.of(new ByteWriter().i64(seed).toBytes()).bytes();
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, new Fixed(secret));
            return new Keys(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK since 15 has Ed25519", e);
        }
    }

    /** The private key of Ed25519 is 32 random bytes: these. */
    private static final class Fixed extends SecureRandom {
        private static final long serialVersionUID = 1;

        private final byte[] secret;

        Fixed(byte[] secret) {
            this.secret = secret.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(secret, 0, bytes, 0, bytes.length);
        }
    }

    @Override
    public PublicKey publicKey() {
        byte[] encoded = pair.getPublic().getEncoded();
        return new PublicKey(Arrays.copyOfRange(encoded, PREFIX_BYTES, encoded.length));
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            java.security.Signature signature = java.security.Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a fresh key signs", e);
        }
    }
}
