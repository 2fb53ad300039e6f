package worldmesh.runtime.identity;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** An Ed25519 public key: 32 bytes, RFC 8032 §5.1.5. Immutable. */
public final class PublicKey {
    /** The size of a key in bytes. */
    public static final int BYTES = 32;

    private final byte[] encoded;
    /** Computed when it is first asked for, which costs a hash; the same whoever computes it. */
    private @Nullable PeerId peer;

    /** The key with these 32 bytes, which are copied. */
    public PublicKey(byte[] encoded) {
        if (encoded.length != BYTES) {
            throw new IllegalArgumentException("an Ed25519 public key has " + BYTES + " bytes, got " + encoded.length);
        }
        this.encoded = encoded.clone();
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return encoded.clone();
    }

    /** The id of the peer that holds this key. */
    public PeerId peer() {
        PeerId known = peer;
        if (known == null) {
            known = PeerId.of(this);
            peer = known;
        }
        return known;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey that && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(encoded);
    }
}
