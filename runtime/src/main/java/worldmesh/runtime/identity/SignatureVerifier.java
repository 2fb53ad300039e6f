package worldmesh.runtime.identity;

/** Checks Ed25519 signatures. Implementations hold no state a caller can see and are safe for several threads. */
@FunctionalInterface
public interface SignatureVerifier {
    /** The size of a signature in bytes. */
    int SIGNATURE_BYTES = 64;

    /** True if {@code signature} is {@code key}'s signature of {@code message}; false for anything malformed. */
    boolean verify(PublicKey key, byte[] message, byte[] signature);
}
