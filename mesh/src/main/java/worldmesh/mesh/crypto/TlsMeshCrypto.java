package worldmesh.mesh.crypto;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.Signer;

/** TLS 1.3 by Bouncy Castle for the handshake, AES-GCM of the JDK for the records. Confined to the mesh's owner. */
public final class TlsMeshCrypto implements MeshCrypto {
    /** Handshakes prove {@code identity}; a seeded {@code random} makes every byte repeatable. */
    public TlsMeshCrypto(Signer identity, SecureRandom random) {
        throw new UnsupportedOperationException(identity + " " + random);
    }

    @Override
    public Handshake initiate(@Nullable PeerId expected) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Handshake respond() {
        throw new UnsupportedOperationException();
    }

    @Override
    public RecordCipher cipher(byte[] key, byte[] nonceBase) {
        throw new UnsupportedOperationException();
    }
}
