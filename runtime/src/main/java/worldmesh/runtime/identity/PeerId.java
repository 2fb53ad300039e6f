package worldmesh.runtime.identity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Names a process in the mesh: the SHA-256 of its Ed25519 public key. Immutable. */
public final class PeerId implements Comparable<PeerId> {
    /** The size of an id in bytes. */
    public static final int BYTES = 32;

    private final byte[] hash;

    /** Computed when first asked for, as in {@link String}: peers are looked up for every datagram. */
    private int hashCode;

    private PeerId(byte[] hash) {
        this.hash = hash;
    }

    /** The id of the holder of {@code key}. */
    public static PeerId of(PublicKey key) {
        try {
            return new PeerId(MessageDigest.getInstance("SHA-256").digest(key.bytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The id with these 32 bytes, which are copied. */
    public static PeerId ofBytes(byte[] hash) {
        if (hash.length != BYTES) {
            throw new IllegalArgumentException("a peer id has " + BYTES + " bytes, got " + hash.length);
        }
        return new PeerId(hash.clone());
    }

    /** The id written as 64 hexadecimal digits. */
    public static PeerId parse(String hex) {
        if (hex.length() != BYTES * 2) {
            throw new IllegalArgumentException(
                    "a peer id is " + BYTES * 2 + " hexadecimal digits, got " + hex.length() + " characters");
        }
        return new PeerId(HexFormat.of().parseHex(hex));
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return hash.clone();
    }

    /** The first eight hexadecimal digits, for people and logs; never enough to trust. */
    public String brief() {
        return HexFormat.of().formatHex(hash, 0, 4);
    }

    /** The first ten bytes as five groups of four digits that two people can compare aloud. */
    public String fingerprint() {
        String hex = HexFormat.of().formatHex(hash, 0, 10);
        return String.join(
                "-",
                hex.substring(0, 4),
                hex.substring(4, 8),
                hex.substring(8, 12),
                hex.substring(12, 16),
                hex.substring(16, 20));
    }

    @Override
    public int compareTo(PeerId other) {
        return Arrays.compareUnsigned(hash, other.hash);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PeerId that && Arrays.equals(hash, that.hash);
    }

    @Override
    public int hashCode() {
        int known = hashCode;
        if (known == 0) {
            known = Arrays.hashCode(hash);
            hashCode = known;
        }
        return known;
    }

    /** All 64 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(hash);
    }
}
