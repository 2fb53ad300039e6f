package worldmesh.mesh.crypto;

import org.jspecify.annotations.Nullable;

/** One side of a key agreement with a key of its own that nobody keeps. Confined to its owner. */
public interface KeyAgreement {
    /** The size of a share, and of the secret. */
    int SHARE_BYTES = 32;

    /** What the other side needs. */
    byte[] share();

    /**
     * The secret that both sides share, null if {@code theirs} is none that an honest side draws. The array is the
     * caller's to wipe.
     */
    byte @Nullable [] agree(byte[] theirs);

    /** Forgets the key: nobody can agree with this share any more. */
    void wipe();
}
