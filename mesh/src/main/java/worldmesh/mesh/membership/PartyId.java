package worldmesh.mesh.membership;

import java.util.Arrays;
import java.util.HexFormat;

/** Names a party: 32 bytes, those of the world's id. Parties of different ids never mix. Immutable. */
public final class PartyId {
    /** The size of an id in bytes. */
    public static final int BYTES = 32;

    private final byte[] id;

    private PartyId(byte[] id) {
        this.id = id;
    }

    /** The id with these 32 bytes, which are copied. */
    public static PartyId ofBytes(byte[] id) {
        if (id.length != BYTES) {
            throw new IllegalArgumentException("a party id has " + BYTES + " bytes, got " + id.length);
        }
        return new PartyId(id.clone());
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return id.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PartyId that && Arrays.equals(id, that.id);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(id);
    }

    /** The first eight hexadecimal digits, for people and logs. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(id, 0, 4);
    }
}
