package worldmesh.mesh.crypto;

import org.jspecify.annotations.Nullable;
import worldmesh.mesh.wire.WireVersions;
import worldmesh.runtime.identity.PublicKey;

/** One side of one handshake over an ordered stream of bytes. Takes input, yields output, ends done or failed. */
public interface Handshake {
    /** The bytes exported when done. */
    int SECRET_BYTES = 64;

    /** Takes the next bytes of the other side; malformed ones make it fail, never throw. */
    void input(byte[] data);

    /** The bytes to carry to the other side next; empty if there are none. Also after a failure: an alert. */
    byte[] output();

    /** True once both sides have proved their keys, as far as this side can know. */
    boolean done();

    /** Why the handshake failed, or null while it did not. */
    @Nullable Failure failure();

    /** The other side's key; only when done. */
    PublicKey peerKey();

    /** The number that the other side's process drew at its start; only when done. */
    long peerInstance();

    /** The version of the wire that both sides speak from now on; only when done. Only TLS has a choice. */
    default int version() {
        return WireVersions.LAST;
    }

    /**
     * A secret of {@link #SECRET_BYTES} that both sides share; only when done and only once: the array is the caller's
     * to wipe, and the handshake keeps no copy.
     */
    byte[] secret();

    /** Why a handshake failed. */
    enum Failure {
        /** The other side holds another key than the expected one. */
        WRONG_PEER,
        /** The sides speak no version of the wire in common. */
        NO_COMMON_VERSION,
        /** A message was malformed or a proof did not hold. */
        BROKEN
    }
}
