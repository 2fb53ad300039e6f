package worldmesh.testkit.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;

/**
 * Signatures that nobody in a simulation can forge: a keyed hash whose keys only this object knows. About a hundred
 * times cheaper than Ed25519. Not for use outside a simulation. One thread.
 */
public final class SimulatedSignatures implements SignatureVerifier {
    private final Map<PublicKey, byte[]> secrets = new HashMap<>();
    private final MessageDigest sha = sha256();

    /** The signer number {@code index} of this simulation; the same number always gives the same key. */
    public Signer signer(long index) {
        byte[] secret = hash(
                "secret".getBytes(StandardCharsets.UTF_8),
                new ByteWriter().i64(index).toBytes());
        PublicKey key = new PublicKey(hash("public".getBytes(StandardCharsets.UTF_8), secret));
        secrets.put(key, secret);
        return new KeyedHashSigner(key, secret);
    }

    /** The signer of a peer whose key was made here. */
    public Signer signerOf(PeerId peer) {
        for (Map.Entry<PublicKey, byte[]> each : secrets.entrySet()) {
            if (each.getKey().peer().equals(peer)) {
                return new KeyedHashSigner(each.getKey(), each.getValue());
            }
        }
        throw new IllegalArgumentException("peer " + peer + " has no key of this simulation; ask for its signer first");
    }

    @Override
    public boolean verify(PublicKey key, byte[] message, byte[] signature) {
        byte[] secret = secrets.get(key);
        return secret != null && Arrays.equals(signature, mark(secret, message));
    }

    private byte[] mark(byte[] secret, byte[] message) {
        byte[] half = hash(secret, message);
        return new ByteWriter(SIGNATURE_BYTES)
                .bytes(half)
                .bytes(hash(half, secret))
                .toBytes();
    }

    private byte[] hash(byte[] first, byte[] second) {
        sha.update(first);
        return sha.digest(second);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private final class KeyedHashSigner implements Signer {
        private final PublicKey key;
        private final byte[] secret;

        KeyedHashSigner(PublicKey key, byte[] secret) {
            this.key = key;
            this.secret = secret;
        }

        @Override
        public PublicKey publicKey() {
            return key;
        }

        @Override
        public byte[] sign(byte[] message) {
            return mark(secret, message);
        }
    }
}
