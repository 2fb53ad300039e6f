package worldmesh.mesh.wire;

/**
 * {@code docs/wire-mesh.md §Record}: {@code [0xE0 | epoch 5 bits][receiver's cid 3][counter, low 32 bits]}, all of it
 * authenticated. Static functions, since every datagram passes here.
 */
public final class RecordHeader {
    /** The size of the header. */
    public static final int BYTES = 8;

    /** What a record adds to its content: header and tag. */
    public static final int OVERHEAD_BYTES = BYTES + 16;

    /** Epochs travel modulo this. */
    public static final int EPOCHS = 32;

    private RecordHeader() {}

    /** Writes the header at the start of {@code data}. */
    public static void write(byte[] data, int epoch, int cid, long counter) {
        data[0] = (byte) (DatagramKind.RECORD_BITS | (epoch & (EPOCHS - 1)));
        data[1] = (byte) cid;
        data[2] = (byte) (cid >>> 8);
        data[3] = (byte) (cid >>> 16);
        for (int i = 0; i < 4; i++) {
            data[4 + i] = (byte) (counter >>> (8 * i));
        }
    }

    /** The epoch modulo {@link #EPOCHS}. */
    public static int epoch(byte[] data) {
        return data[0] & (EPOCHS - 1);
    }

    /** The connection id. */
    public static int cid(byte[] data) {
        return (data[1] & 0xFF) | (data[2] & 0xFF) << 8 | (data[3] & 0xFF) << 16;
    }

    /** The whole counter: of all with these low 32 bits the one nearest to {@code highest}, the highest seen. */
    public static long counter(byte[] data, long highest) {
        long low = (data[4] & 0xFFL) | (data[5] & 0xFFL) << 8 | (data[6] & 0xFFL) << 16 | (data[7] & 0xFFL) << 24;
        long counter = (highest & ~0xFFFF_FFFFL) | low;
        if (counter - highest > 1L << 31) {
            counter -= 1L << 32;
        } else if (highest - counter > 1L << 31) {
            counter += 1L << 32;
        }
        return counter;
    }
}
