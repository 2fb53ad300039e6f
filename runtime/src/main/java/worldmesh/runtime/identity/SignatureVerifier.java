package worldmesh.runtime.identity;

/** Checks Ed25519 signatures. Implementations hold no state a caller can see and are safe for several threads. */
@FunctionalInterface
public interface SignatureVerifier {
    /** The size of a signature in bytes. */
    int SIGNATURE_BYTES = 64;

    /** True if {@code signature} is {@code key}'s signature of {@code message}; false for anything malformed. */
    boolean verify(PublicKey key, byte[] message, byte[] signature);

    /**
     * Says that {@link #verify} will be asked this soon, so that it may be looked into beside what comes first. Changes
     * no answer. The arrays must not change until then.
     */
    default void foresee(PublicKey key, byte[] message, byte[] signature) {}

    /** Signatures that were looked into, or begun, when they were asked about. */
    default long hits() {
        return 0;
    }

    /** Signatures that nobody had foreseen, or that were forgotten. */
    default long misses() {
        return 0;
    }

    /** Signatures foreseen and not asked about yet. */
    default int foreseen() {
        return 0;
    }
}
