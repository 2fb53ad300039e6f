package worldmesh.testkit.crypto;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.crypto.Handshake;
import worldmesh.mesh.crypto.KeyAgreement;
import worldmesh.mesh.crypto.MeshCrypto;
import worldmesh.mesh.crypto.RecordCipher;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.Signer;

/**
 * The mesh's cryptography without its cost: peers prove their keys with {@link SimulatedSignatures}, records carry a
 * keyed hash. Nothing is hidden, since nobody listens in a simulation; whatever is changed on the way is noticed.
 */
public final class SimulatedMeshCrypto implements MeshCrypto {
    private final Signer identity;
    private final SimulatedSignatures signatures;
    private final RandomGenerator random;
    private final long instance;

    /** Handshakes prove {@code identity}. */
    public SimulatedMeshCrypto(Signer identity, SimulatedSignatures signatures, RandomGenerator random) {
        this.identity = identity;
        this.signatures = signatures;
        this.random = random;
        this.instance = random.nextLong() >>> 1 | 1;
    }

    @Override
    public Handshake initiate(@Nullable PeerId expected) {
        return new SimulatedHandshake(identity, signatures, greeting(), expected, true);
    }

    @Override
    public Handshake respond() {
        return new SimulatedHandshake(identity, signatures, greeting(), null, false);
    }

    private Greeting greeting() {
        byte[] nonce = new byte[Greeting.NONCE_BYTES];
        random.nextBytes(nonce);
        return new Greeting(identity.publicKey(), instance, nonce);
    }

    @Override
    public KeyAgreement agreement() {
        byte[] share = new byte[KeyAgreement.SHARE_BYTES];
        random.nextBytes(share);
        return new SimulatedAgreement(share);
    }

    @Override
    public byte[] sign(byte[] message) {
        return identity.sign(message);
    }

    @Override
    public boolean verify(PublicKey key, byte[] message, byte[] signature) {
        return signatures.verify(key, message, signature);
    }

    @Override
    public long instance() {
        return instance;
    }

    @Override
    public RecordCipher cipher(byte[] key, byte[] nonceBase) {
        return new KeyedHashCipher(key, nonceBase);
    }
}
