package worldmesh.world.replica;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.hash.Hash;

/** A cheap stand-in for Ed25519: the secret is the key's seed, which the verifier of the test looks up. */
final class HashSigner implements Signer {
    private final byte[] secret;
    private final PublicKey key;

    HashSigner(long seed) {
        this.secret = Hash.of(new ByteWriter().i64(seed).toBytes()).bytes();
        this.key = new PublicKey(Hash.of(secret).bytes());
    }

    @Override
    public PublicKey publicKey() {
        return key;
    }

    @Override
    public byte[] sign(byte[] message) {
        byte[] out = Arrays.copyOf(Hash.of(secret, message).bytes(), 64);
        System.arraycopy(Hash.of(message, secret).bytes(), 0, out, 32, 32);
        return out;
    }

    /** Knows the signers of one test. */
    static final class Keyring implements SignatureVerifier {
        private final Map<String, HashSigner> signers = new TreeMap<>();

        HashSigner signer(long seed) {
            HashSigner signer = new HashSigner(seed);
            signers.put(signer.publicKey().toString(), signer);
            return signer;
        }

        @Override
        public boolean verify(PublicKey key, byte[] message, byte[] signature) {
            HashSigner signer = signers.get(key.toString());
            return signer != null && Arrays.equals(signer.sign(message), signature);
        }
    }
}
