package worldmesh.world.bytes;

import java.util.Arrays;
import java.util.HexFormat;

/** Bytes that the engine compares and passes on but does not interpret. Immutable; ordered as unsigned bytes. */
public final class Payload implements Comparable<Payload> {
    private final byte[] data;

    private Payload(byte[] data) {
        this.data = data;
    }

    /** Takes over the array: the caller must not change it afterwards. */
    public static Payload wrap(byte[] data) {
        return new Payload(data);
    }

    /** The array itself, for reading only. */
    public byte[] array() {
        return data;
    }

    /** The number of bytes. */
    public int size() {
        return data.length;
    }

    @Override
    public int compareTo(Payload other) {
        return Arrays.compareUnsigned(data, other.data);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(data);
    }
}
