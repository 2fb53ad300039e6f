package worldmesh.world.trust;

import java.util.Arrays;
import java.util.HexFormat;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.identity.SignatureVerifier;

/** An Ed25519 signature: 64 bytes. Immutable. */
public final class Signature {
    /** The size of a signature in bytes. */
    public static final int BYTES = SignatureVerifier.SIGNATURE_BYTES;

    private final byte[] value;

    /** The signature with these 64 bytes, which are copied. */
    public Signature(byte[] value) {
        if (value.length != BYTES) {
            throw new IllegalArgumentException("a signature has " + BYTES + " bytes, got " + value.length);
        }
        this.value = value.clone();
    }

    /** Reads 64 bytes; a failed reader yields zeros. */
    public static Signature decode(ByteReader in) {
        byte[] bytes = in.bytes(BYTES);
        return new Signature(bytes.length == BYTES ? bytes : new byte[BYTES]);
    }

    /** A copy of the 64 bytes. */
    public byte[] bytes() {
        return value.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Signature that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(value);
    }
}
