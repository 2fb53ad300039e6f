package worldmesh.world.bytes;

import java.util.Arrays;

/**
 * Numbers of one kind below one another, in the exponential Golomb code of whichever order is shortest for them, or
 * once if all are the same. docs/wire-world.md, "Columns". Grows by {@link #add}; not thread-safe.
 */
public final class NumberColumn {
    private static final int ORDER_BITS = 6;
    private static final int WIDTH_BITS = 7;
    private static final int SAME = 62;
    private static final int RAW = 63;

    /** Candidates; what lies between them gains little. */
    private static final int[] ORDERS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48};

    private static final int WIDEST = 61;

    private long[] values = new long[16];
    private int count;

    /** Adds a number, whose bits are taken as unsigned. */
    public void add(long value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = value;
    }

    /** Adds a number that may be below zero and is mostly near it. */
    public void addSigned(long value) {
        add(value << 1 ^ value >> 63);
    }

    /** Writes all of them. */
    public void encode(BitWriter out) {
        boolean same = true;
        long all = 0;
        for (int i = 0; i < count; i++) {
            same &= values[i] == values[0];
            all |= values[i];
        }
        if (same) {
            int width = count == 0 ? 0 : BitWriter.width(values[0]);
            out.bits(SAME, ORDER_BITS).bits(width, WIDTH_BITS).bits(width == 0 ? 0 : values[0], width);
            return;
        }
        int order = BitWriter.width(all) > WIDEST ? RAW : best(BitWriter.width(all));
        out.bits(order, ORDER_BITS);
        for (int i = 0; i < count; i++) {
            if (order == RAW) {
                out.bits(values[i], 64);
            } else {
                out.golomb(values[i], order);
            }
        }
    }

    /** Beyond the width of the greatest number a higher order costs each of them more. */
    private int best(int width) {
        int best = 0;
        long least = Long.MAX_VALUE;
        boolean last = false;
        for (int order : ORDERS) {
            if (last) {
                break;
            }
            last = order >= width;
            long bits = 0;
            for (int i = 0; i < count; i++) {
                bits += BitWriter.golombBits(values[i], order);
            }
            if (bits < least) {
                least = bits;
                best = order;
            }
        }
        return best;
    }

    /** Reads {@code count} numbers; zeros if the reader fails. */
    public static long[] decode(int count, BitReader in) {
        long[] out = new long[count];
        int order = (int) in.bits(ORDER_BITS);
        if (order == SAME) {
            int width = (int) in.bits(WIDTH_BITS);
            if (width > 64) {
                in.fail();
                return out;
            }
            Arrays.fill(out, in.bits(width));
            return out;
        }
        for (int i = 0; i < count && in.ok(); i++) {
            out[i] = order == RAW ? in.bits(64) : in.golomb(order);
        }
        return out;
    }

    /** What {@link #addSigned} was given. */
    public static long signed(long value) {
        return value >>> 1 ^ -(value & 1);
    }
}
