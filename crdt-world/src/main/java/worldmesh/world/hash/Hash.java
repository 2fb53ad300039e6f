package worldmesh.world.hash;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import worldmesh.runtime.bytes.ByteWriter;

/** A SHA-256 value: 32 bytes, compared as unsigned. Immutable. */
public final class Hash implements Comparable<Hash> {
    /** The size of a hash in bytes. */
    public static final int BYTES = 32;

    private final byte[] value;

    private Hash(byte[] value) {
        this.value = value;
    }

    /** The SHA-256 of the parts, one after the other. */
    public static Hash of(byte[]... parts) {
        MessageDigest digest = sha256();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return new Hash(digest.digest());
    }

    /** The SHA-256 of {@code length} bytes of {@code data} from {@code offset}. */
    public static Hash ofRange(byte[] data, int offset, int length) {
        MessageDigest digest = sha256();
        digest.update(data, offset, length);
        return new Hash(digest.digest());
    }

    /** The hash with these 32 bytes, which are copied. */
    public static Hash ofBytes(byte[] value) {
        if (value.length != BYTES) {
            throw new IllegalArgumentException("a hash has " + BYTES + " bytes, got " + value.length);
        }
        return new Hash(value.clone());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** True if the 32 bytes lie there. */
    public boolean isAt(byte[] data, int offset) {
        return offset + BYTES <= data.length && Arrays.equals(value, 0, BYTES, data, offset, offset + BYTES);
    }

    /** Writes the 32 bytes. */
    public void encode(ByteWriter out) {
        out.bytes(value);
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return value.clone();
    }

    /** Eight bytes from {@code offset} as a little-endian number. */
    public long longAt(int offset) {
        long out = 0;
        for (int i = 7; i >= 0; i--) {
            out = (out << 8) | (value[offset + i] & 0xFF);
        }
        return out;
    }

    /** The first eight hexadecimal digits, for people and logs; never enough to trust. */
    public String brief() {
        return HexFormat.of().formatHex(value, 0, 4);
    }

    @Override
    public int compareTo(Hash other) {
        return Arrays.compareUnsigned(value, other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    /** All 64 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(value);
    }
}
