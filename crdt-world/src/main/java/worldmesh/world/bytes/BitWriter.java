package worldmesh.world.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import worldmesh.runtime.bytes.ByteWriter;

/** Writes numbers of any width below one another, the lowest bit first. What it writes, {@link BitReader} reads. */
public final class BitWriter {
    /** With the bits of an unfinished byte these still fit a long. */
    static final int AT_ONCE = 56;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] data = new byte[1024];
    private int size;
    private long pending;
    private int pendingBits;

    /** Forgets what was written and keeps the memory. */
    public BitWriter reset() {
        size = 0;
        pending = 0;
        pendingBits = 0;
        return this;
    }

    /** Writes the low {@code width} bits, 0..64. */
    public BitWriter bits(long value, int width) {
        if (width > AT_ONCE) {
            return low(value, 32).low(value >>> 32, width - 32);
        }
        return low(value, width);
    }

    private BitWriter low(long value, int width) {
        pending |= (value & ((1L << width) - 1)) << pendingBits;
        pendingBits += width;
        if (size + Long.BYTES > data.length) {
            data = Arrays.copyOf(data, data.length * 2);
        }
        // All eight bytes are written, of which the whole ones stay.
        LONGS.set(data, size, pending);
        int whole = pendingBits >>> 3;
        size += whole;
        pending >>>= whole << 3;
        pendingBits &= 7;
        return this;
    }

    /** Writes a number that is below 2^63 with 2^order added, in the exponential Golomb code: small ones are short. */
    public BitWriter golomb(long value, int order) {
        long shifted = value + (1L << order);
        int width = 64 - Long.numberOfLeadingZeros(shifted);
        int prefix = width - 1 - order;
        if (prefix + width <= AT_ONCE) {
            // The prefix of zeros, a one and the rest below it, in one go.
            long rest = shifted & ((1L << (width - 1)) - 1);
            return low((rest << 1 | 1) << prefix, prefix + width);
        }
        bits(0, prefix).bits(1, 1);
        return bits(shifted, width - 1);
    }

    /** What {@link #golomb} writes of a small number in order 0, the lowest bit first. */
    public static long golombCode(int value) {
        int width = 32 - Integer.numberOfLeadingZeros(value + 1);
        long rest = (value + 1L) & ((1L << (width - 1)) - 1);
        return (rest << 1 | 1) << (width - 1);
    }

    /** The bits that {@link #golomb} takes. */
    public static int golombBits(long value, int order) {
        int width = 64 - Long.numberOfLeadingZeros(value + (1L << order));
        return 2 * width - 1 - order;
    }

    /** The width of an unsigned number, 0 for 0. */
    public static int width(long value) {
        return 64 - Long.numberOfLeadingZeros(value);
    }

    /** Fills the last byte with zeros and answers all of them. */
    public byte[] toBytes() {
        finish();
        return Arrays.copyOf(data, size);
    }

    /** Fills the last byte with zeros and appends all of them. */
    public void appendTo(ByteWriter out) {
        finish();
        out.bytes(data, 0, size);
    }

    private void finish() {
        if (pendingBits > 0) {
            low(0, 8 - pendingBits);
        }
    }
}
