package worldmesh.mesh.crypto;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;

/** Checks Ed25519 signatures. Stateless. */
public enum Ed25519Verifier implements SignatureVerifier {
    /** The one instance. */
    INSTANCE;

    @Override
    public boolean verify(PublicKey key, byte[] message, byte[] signature) {
        return signature.length == SIGNATURE_BYTES
                && Ed25519.verify(signature, 0, key.bytes(), 0, message, 0, message.length);
    }
}
