package worldmesh.mesh.transport;

/** Bytes of a stream, addressed by their offset; grows by doubling up to a bound. Confined to its owner. */
final class ByteRing {
    private static final int FIRST_BYTES = 1 << 12;

    private byte[] data = new byte[0];

    /** The memory held. */
    int capacity() {
        return data.length;
    }

    /** Makes room so that offsets {@code start..start + span} have distinct places; keeps what is there. */
    void reserve(long start, int span) {
        if (span <= data.length) {
            return;
        }
        byte[] old = data;
        data = new byte[Math.max(FIRST_BYTES, Integer.highestOneBit(span - 1) << 1)];
        for (int i = 0; i < old.length; i++) {
            long offset = start + i;
            data[place(offset)] = old[(int) offset & old.length - 1];
        }
    }

    void put(long offset, byte[] source, int from, int length) {
        int at = place(offset);
        int first = Math.min(length, data.length - at);
        System.arraycopy(source, from, data, at, first);
        System.arraycopy(source, from + first, data, 0, length - first);
    }

    void copy(long offset, byte[] target, int to, int length) {
        int at = place(offset);
        int first = Math.min(length, data.length - at);
        System.arraycopy(data, at, target, to, first);
        System.arraycopy(data, 0, target, to + first, length - first);
    }

    byte at(long offset) {
        return data[place(offset)];
    }

    /** Gives memory back that an idle stream does not need. */
    void release() {
        if (data.length > FIRST_BYTES) {
            data = new byte[0];
        }
    }

    private int place(long offset) {
        return (int) offset & data.length - 1;
    }
}
