package worldmesh.world.bytes;

import java.util.Arrays;
import java.util.List;

/**
 * Byte strings of one kind below one another: lengths, then for each position the least byte and the width of the
 * rest, so that what is alike in all of them costs nothing. docs/wire-world.md, "Columns". Keeps no state.
 */
public final class ByteColumn {
    /** Up to this many strings a table of positions costs more than it saves. */
    private static final int PLAIN_MAX = 2;

    private static final int LENGTH_ORDER = 4;
    private static final int WIDTH_BITS = 4;
    private static final byte[] NONE = new byte[0];

    private ByteColumn() {}

    /** Strings that lie in arrays of somebody else's. */
    public interface Strings {
        /** The length of a string. */
        int length(int i);

        /** The array it lies in. */
        byte[] array(int i);

        /** Where it begins there. */
        int offset(int i);
    }

    /** Takes what is read, which lies in the array from its beginning on, only until the next one. */
    public interface Sink {
        /** One string. */
        void string(int i, byte[] bytes, int length);
    }

    /** Writes strings of one kind. */
    public static void encode(List<byte[]> values, BitWriter out) {
        encode(
                values.size(),
                new Strings() {
                    @Override
                    public int length(int i) {
                        return values.get(i).length;
                    }

                    @Override
                    public byte[] array(int i) {
                        return values.get(i);
                    }

                    @Override
                    public int offset(int i) {
                        return 0;
                    }
                },
                out);
    }

    /** Writes strings of one kind. */
    public static void encode(int count, Strings values, BitWriter out) {
        int[] offsets = new int[count];
        int[] lengths = new int[count];
        int size = 0;
        for (int i = 0; i < count; i++) {
            offsets[i] = size;
            lengths[i] = values.length(i);
            size = Math.addExact(size, lengths[i]);
        }
        byte[] pool = new byte[size];
        for (int i = 0; i < count; i++) {
            System.arraycopy(values.array(i), values.offset(i), pool, offsets[i], lengths[i]);
        }
        encode(pool, offsets, lengths, count, out);
    }

    /** Writes strings of one kind that lie in one array. */
    public static void encode(byte[] pool, int[] offsets, int[] lengths, int count, BitWriter out) {
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, lengths[i]);
            most = Math.max(most, lengths[i]);
        }
        int lengthWidth = BitWriter.width(most - least);
        out.golomb(least, LENGTH_ORDER).golomb(most - least, LENGTH_ORDER);
        int[] low = new int[most];
        int[] high = new int[most];
        for (int i = 0; i < most && count > PLAIN_MAX; i++) {
            long range = range(pool, offsets, lengths, count, i);
            low[i] = (int) (range >>> 32);
            high[i] = (int) range;
        }
        for (int i = 0; i < most; i++) {
            int width = count <= PLAIN_MAX ? 8 : BitWriter.width(high[i] - low[i]);
            low[i] = width == 8 ? 0 : low[i];
            high[i] = width;
            if (count > PLAIN_MAX) {
                out.bits(width, WIDTH_BITS).bits(low[i], width == 8 ? 0 : 8);
            }
        }
        Packing packing = new Packing(low, high);
        for (int i = 0; i < count; i++) {
            out.bits(lengths[i] - least, lengthWidth);
            packing.write(pool, offsets[i], lengths[i], out);
        }
    }

    /** The least byte at a position, above 32 bits, and the greatest. */
    private static long range(byte[] pool, int[] offsets, int[] lengths, int count, int position) {
        int least = 255;
        int greatest = 0;
        for (int i = 0; i < count; i++) {
            if (position < lengths[i]) {
                int at = pool[offsets[i] + position] & 0xFF;
                least = Math.min(least, at);
                greatest = Math.max(greatest, at);
            }
        }
        return (long) least << 32 | greatest;
    }

    /** The least byte at each position, and the width of what is above it. */
    private record Packing(int[] low, int[] widths) {
        /** Writes as many positions at once as a long holds. */
        void write(byte[] pool, int offset, int length, BitWriter out) {
            long bits = 0;
            int count = 0;
            for (int j = 0; j < length; j++) {
                bits |= (long) ((pool[offset + j] & 0xFF) - low[j]) << count;
                count += widths[j];
                if (count > BitWriter.AT_ONCE - 8) {
                    out.bits(bits, count);
                    bits = 0;
                    count = 0;
                }
            }
            out.bits(bits, count);
        }

        /** Reads as many positions at once as a long holds. */
        void read(byte[] to, int length, BitReader in) {
            int j = 0;
            while (j < length) {
                int end = j;
                int count = 0;
                while (end < length && count <= BitWriter.AT_ONCE - 8) {
                    count += widths[end++];
                }
                long bits = in.bits(count);
                for (; j < end; j++) {
                    to[j] = (byte) (low[j] + (int) (bits & ((1L << widths[j]) - 1)));
                    bits >>>= widths[j];
                }
            }
        }
    }

    /** Reads {@code count} strings of at most {@code maxBytes} each, which take from the budget. */
    public static byte[][] decode(int count, int maxBytes, Budget budget, BitReader in) {
        byte[][] out = new byte[count][];
        Arrays.fill(out, NONE);
        decode(count, maxBytes, budget, in, (i, bytes, length) -> out[i] = Arrays.copyOf(bytes, length));
        return out;
    }

    /** Reads {@code count} strings of at most {@code maxBytes} each; if the reader fails they are meaningless. */
    public static void decode(int count, int maxBytes, Budget budget, BitReader in, Sink sink) {
        int least = in.count(LENGTH_ORDER, maxBytes);
        int most = least + in.count(LENGTH_ORDER, maxBytes - least);
        if (most > in.remainingBits()) {
            // Every position of the longest string takes bits: more positions than bits are a length bomb.
            in.fail();
            return;
        }
        int[] from = new int[most];
        int[] widths = new int[most];
        for (int i = 0; i < most && in.ok(); i++) {
            widths[i] = count <= PLAIN_MAX ? 8 : (int) in.bits(WIDTH_BITS);
            from[i] = widths[i] == 8 ? 0 : (int) in.bits(8);
            if (widths[i] > 8) {
                in.fail();
            }
        }
        int lengthWidth = BitWriter.width(most - least);
        byte[] scratch = new byte[most];
        Packing packing = new Packing(from, widths);
        for (int i = 0; i < count; i++) {
            int length = lengthWidth == 0 ? least : least + (int) in.bits(lengthWidth);
            if (length > most || !budget.take(length)) {
                in.fail();
            }
            int read = in.ok() ? length : 0;
            packing.read(scratch, read, in);
            sink.string(i, scratch, read);
        }
    }

    /** What one batch may unfold to. */
    public static final class Budget {
        private int bytes;

        /** So many bytes. */
        public Budget(int bytes) {
            this.bytes = bytes;
        }

        boolean take(int count) {
            bytes -= count;
            return bytes >= 0;
        }
    }
}
