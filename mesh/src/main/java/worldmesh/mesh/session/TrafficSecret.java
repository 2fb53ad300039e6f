package worldmesh.mesh.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import worldmesh.mesh.crypto.Hkdf;
import worldmesh.mesh.crypto.MeshCrypto;
import worldmesh.mesh.crypto.RecordCipher;

/**
 * The secret of one direction in one epoch. Yields the cipher of its epoch and the secret of the next, from which no
 * way leads back: who takes a key cannot read what came before. Confined to its owner.
 */
final class TrafficSecret {
    private static final byte[] KEY = "key".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NONCE = "nonce".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NEXT = "next".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_BYTES = 16;
    private static final int NONCE_BYTES = 12;

    private final byte[] secret;

    /** Takes over {@code secret}. */
    TrafficSecret(byte[] secret) {
        this.secret = secret;
    }

    RecordCipher cipher(MeshCrypto crypto) {
        byte[] key = Hkdf.expand(secret, KEY, KEY_BYTES);
        RecordCipher cipher = crypto.cipher(key, Hkdf.expand(secret, NONCE, NONCE_BYTES));
        Arrays.fill(key, (byte) 0);
        return cipher;
    }

    TrafficSecret next() {
        return new TrafficSecret(Hkdf.expand(secret, NEXT, Hkdf.HASH_BYTES));
    }

    void wipe() {
        Arrays.fill(secret, (byte) 0);
    }
}
