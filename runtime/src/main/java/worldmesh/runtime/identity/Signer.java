package worldmesh.runtime.identity;

/** Signs for one peer. The private key never leaves the implementation. Safe for use by several threads. */
public interface Signer {
    /** The public half of the key that signs. */
    PublicKey publicKey();

    /** The 64-byte Ed25519 signature of {@code message} (RFC 8032, pure Ed25519, deterministic). */
    byte[] sign(byte[] message);

    /** The id of the peer that signs. */
    default PeerId peer() {
        return publicKey().peer();
    }
}
