package worldmesh.mesh.transport;

/** Unsigned LEB128 straight into arrays, for the hot path; {@code ByteReader} reads it. */
final class Varints {
    private Varints() {}

    /** Writes {@code value} at {@code at}; answers how many bytes it took. */
    static int write(byte[] data, int at, long value) {
        int position = at;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            data[position++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        data[position++] = (byte) rest;
        return position - at;
    }

    /** How many bytes {@code value} takes. */
    static int size(long value) {
        return value == 0 ? 1 : (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7;
    }
}
