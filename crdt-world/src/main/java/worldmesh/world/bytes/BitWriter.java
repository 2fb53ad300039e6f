package worldmesh.world.bytes;

import java.util.Arrays;

/** Writes numbers of any width below one another, the lowest bit first. What it writes, {@link BitReader} reads. */
public final class BitWriter {
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
        if (width > 32) {
            return low(value, 32).low(value >>> 32, width - 32);
        }
        return low(value, width);
    }

    private BitWriter low(long value, int width) {
        pending |= (value & ((1L << width) - 1)) << pendingBits;
        pendingBits += width;
        if (size + 8 > data.length) {
            data = Arrays.copyOf(data, data.length * 2);
        }
        while (pendingBits >= 8) {
            data[size++] = (byte) pending;
            pending >>>= 8;
            pendingBits -= 8;
        }
        return this;
    }

    /** Writes a number that is below 2^63 with 2^order added, in the exponential Golomb code: small ones are short. */
    public BitWriter golomb(long value, int order) {
        long shifted = value + (1L << order);
        int width = 64 - Long.numberOfLeadingZeros(shifted);
        int prefix = width - 1 - order;
        bits(0, prefix).bits(1, 1);
        return bits(shifted, width - 1);
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
        if (pendingBits > 0) {
            low(0, 8 - pendingBits);
        }
        return Arrays.copyOf(data, size);
    }
}
