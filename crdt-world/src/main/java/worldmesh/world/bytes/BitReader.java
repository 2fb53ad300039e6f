package worldmesh.world.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads what {@link BitWriter} wrote from untrusted bytes and never throws: a read past the end fails the reader, and
 * every later one yields zero. Not thread-safe.
 */
public final class BitReader {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] data;
    private int first;
    private int end;
    private int position;
    private long pending;
    private int pendingBits;
    private boolean failed;

    /** Reads the bytes from {@code start} up to {@code end}; the array is not copied. */
    public BitReader(byte[] data, int start, int end) {
        if (start < 0 || end < start || end > data.length) {
            throw new IllegalArgumentException(
                    "range " + start + ".." + end + " is outside an array of " + data.length + " bytes");
        }
        this.data = data;
        this.first = start;
        this.position = start;
        this.end = end;
    }

    /** Reads other bytes from now on, as a new reader would. */
    public BitReader over(byte[] other, int start, int until) {
        if (start < 0 || until < start || until > other.length) {
            throw new IllegalArgumentException(
                    "range " + start + ".." + until + " is outside an array of " + other.length + " bytes");
        }
        data = other;
        first = start;
        position = start;
        end = until;
        pending = 0;
        pendingBits = 0;
        failed = false;
        return this;
    }

    /** True until a read went past the end, out of range, or {@link #fail} was called. */
    public boolean ok() {
        return !failed;
    }

    /** Marks the data as malformed. */
    public void fail() {
        failed = true;
    }

    /** True if nothing failed and nothing but the zeros of the last byte is left. */
    public boolean complete() {
        giveBack();
        return !failed && position == end && pending == 0 && pendingBits < 8;
    }

    /** Gives back whole bytes that were taken ahead. */
    private void giveBack() {
        position -= pendingBits >> 3;
        pendingBits &= 7;
        pending &= (1L << pendingBits) - 1;
    }

    /** True if nothing failed and zeros alone are left, which fill up to {@code leastBytes} and no further. */
    public boolean completePadded(int leastBytes) {
        giveBack();
        for (int i = position; i < end; i++) {
            failed |= data[i] != 0;
        }
        boolean full = position == end || end - first == leastBytes;
        return !failed && full && pending == 0 && pendingBits < 8;
    }

    /** How many bits are left. */
    public long remainingBits() {
        return failed ? 0 : 8L * (end - position) + pendingBits;
    }

    /** Reads {@code width} bits, 0..64. */
    public long bits(int width) {
        if (width > BitWriter.AT_ONCE) {
            long low = low(32);
            return low | low(width - 32) << 32;
        }
        return low(width);
    }

    private long low(int width) {
        if (pendingBits < width) {
            refill();
            if (pendingBits < width) {
                failed = true;
                return 0;
            }
        }
        long value = pending & ((1L << width) - 1);
        pending >>>= width;
        pendingBits -= width;
        return value;
    }

    /** Takes whole bytes while they fit. */
    private void refill() {
        if (end - position >= Long.BYTES && !failed) {
            pending |= (long) LONGS.get(data, position) << pendingBits;
            int whole = (63 - pendingBits) >>> 3;
            position += whole;
            pendingBits += whole << 3;
            pending &= (1L << pendingBits) - 1;
            return;
        }
        while (pendingBits <= 56 && position < end && !failed) {
            pending |= (data[position++] & 0xFFL) << pendingBits;
            pendingBits += 8;
        }
    }

    /** Reads a number in the exponential Golomb code of an order; what needs more than 63 bits fails. */
    public long golomb(int order) {
        int prefix = 0;
        while (pending == 0) {
            prefix += pendingBits;
            pendingBits = 0;
            refill();
            if (pendingBits == 0 || prefix + order > 62) {
                failed = true;
                return 0;
            }
        }
        int zeros = Long.numberOfTrailingZeros(pending);
        prefix += zeros;
        pending >>>= zeros;
        pending >>>= 1;
        pendingBits -= zeros + 1;
        if (prefix + order > 62) {
            failed = true;
            return 0;
        }
        int width = prefix + order;
        return (bits(width) | 1L << width) - (1L << order);
    }

    /** Reads a number in that code that must be within 0..{@code max}; anything else fails and yields zero. */
    public int count(int order, int max) {
        long value = golomb(order);
        if (value > max) {
            failed = true;
            return 0;
        }
        return (int) value;
    }
}
