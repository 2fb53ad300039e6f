package worldmesh.mesh.crypto;

import java.security.SecureRandom;
import org.bouncycastle.tls.crypto.TlsNonceGenerator;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.wire.WireVersions;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.Signer;

/** TLS 1.3 by Bouncy Castle for the handshake, AES-GCM of the JDK for the records. Confined to the mesh's owner. */
public final class TlsMeshCrypto implements MeshCrypto {
    private final BcTlsCrypto tls;
    private final PeerCredentials credentials;
    private final Signer identity;
    private final SecureRandom random;
    private final long instance;
    private final SpokenVersions versions;

    /** Handshakes prove {@code identity}; a seeded {@code random} makes every byte repeatable. */
    public TlsMeshCrypto(Signer identity, SecureRandom random) {
        this(identity, random, WireVersions.ALL);
    }

    /** The same for a peer that speaks these versions of the wire. */
    public TlsMeshCrypto(Signer identity, SecureRandom random, WireVersions versions) {
        this(identity, random, SpokenVersions.of(versions));
    }

    /** The same for any release. */
    TlsMeshCrypto(Signer identity, SecureRandom random, SpokenVersions versions) {
        this.versions = versions;
        this.tls = new InjectedRandomCrypto(random);
        // Positive and below 2^63, so that the serial number of X.509 and the wire agree on it.
        this.identity = identity;
        this.random = random;
        this.instance = random.nextLong() >>> 1 | 1;
        this.credentials = new PeerCredentials(identity, PeerCertificate.issue(identity, instance), tls);
    }

    @Override
    public Handshake initiate(@Nullable PeerId expected) {
        return TlsInitiator.start(tls, credentials, expected, versions);
    }

    @Override
    public Handshake respond() {
        return TlsResponder.start(tls, credentials, versions);
    }

    @Override
    public KeyAgreement agreement() {
        return new X25519Agreement(random);
    }

    @Override
    public byte[] sign(byte[] message) {
        return identity.sign(message);
    }

    @Override
    public boolean verify(PublicKey key, byte[] message, byte[] signature) {
        return Ed25519Verifier.INSTANCE.verify(key, message, signature);
    }

    @Override
    public long instance() {
        return instance;
    }

    @Override
    public RecordCipher cipher(byte[] key, byte[] nonceBase) {
        return new AesGcmRecordCipher(key, nonceBase);
    }

    /**
     * Bouncy Castle mixes a process-wide clock into its nonces; the injected generator alone is enough and repeatable.
     */
    private static final class InjectedRandomCrypto extends BcTlsCrypto {
        InjectedRandomCrypto(SecureRandom random) {
            super(random);
        }

        @Override
        public TlsNonceGenerator createNonceGenerator(byte[] additionalSeedMaterial) {
            return size -> {
                byte[] nonce = new byte[size];
                getSecureRandom().nextBytes(nonce);
                return nonce;
            };
        }
    }
}
