package worldmesh.world.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

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
        new Room().encode(pool, offsets, lengths, count, out);
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
        new Room().decode(count, maxBytes, budget, in, sink);
    }

    /** What one batch may unfold to. */
    public static final class Budget {
        private int bytes;

        /** So many bytes. */
        public Budget(int bytes) {
            this.bytes = bytes;
        }

        /** So many bytes again. */
        public Budget reset(int allowed) {
            bytes = allowed;
            return this;
        }

        boolean take(int count) {
            bytes -= count;
            return bytes >= 0;
        }
    }

    /** The least byte at each position and the width of what is above it, in memory that is used again. */
    public static final class Room {
        /** Strings up to this long are read and written as one number where all their bits are used. */
        private static final int SHORT = BitWriter.AT_ONCE / 8;

        private int[] low = new int[SHORT];
        private int[] widths = new int[SHORT];
        private byte[] string = new byte[Long.BYTES];
        /** Of short strings: the least bytes as one number, and the bits that so many positions take. */
        private long lows;

        private final int[] ends = new int[SHORT + 1];

        private void reserve(int positions) {
            if (positions > low.length) {
                low = new int[2 * positions];
                widths = new int[2 * positions];
                string = new byte[2 * positions + Long.BYTES];
            }
        }

        /** True if all of these positions take whole bytes. */
        private boolean isWhole(int positions) {
            boolean whole = positions <= SHORT;
            for (int i = 0; i < positions && whole; i++) {
                whole = widths[i] == 8;
            }
            return whole;
        }

        /** True if strings of so many positions at most are read and written as one number. */
        private boolean isShort(int positions) {
            if (positions > SHORT) {
                return false;
            }
            lows = 0;
            for (int i = 0; i < positions; i++) {
                lows |= (long) low[i] << (Byte.SIZE * i);
                ends[i + 1] = ends[i] + widths[i];
            }
            return true;
        }

        /** The positions of a string that lies in a number, each in its own width. */
        private long pack(long bytes, int length) {
            // No byte is below the least one of its position.
            long rest = bytes - (lows & ((1L << (Byte.SIZE * length)) - 1));
            long bits = 0;
            for (int i = 0; i < length; i++) {
                bits |= (rest >>> (Byte.SIZE * i) & 0xFF) << ends[i];
            }
            return bits;
        }

        /** What {@link #pack} was given. */
        private long unpack(long bits, int length) {
            long bytes = 0;
            for (int i = 0; i < length; i++) {
                // Malformed ones wrap around, as one by one.
                long rest = bits >>> ends[i] & ((1L << widths[i]) - 1);
                bytes |= (rest + low[i] & 0xFF) << (Byte.SIZE * i);
            }
            return bytes;
        }

        /** Writes strings of one kind that lie in one array. */
        public void encode(byte[] pool, int[] offsets, int[] lengths, int count, BitWriter out) {
            int least = Integer.MAX_VALUE;
            int most = 0;
            for (int i = 0; i < count; i++) {
                least = Math.min(least, lengths[i]);
                most = Math.max(most, lengths[i]);
            }
            int lengthWidth = BitWriter.width(most - least);
            out.golomb(least, LENGTH_ORDER).golomb(most - least, LENGTH_ORDER);
            reserve(most);
            for (int i = 0; i < most; i++) {
                long range = count <= PLAIN_MAX ? 255 : range(pool, offsets, lengths, count, i);
                int width = BitWriter.width((int) range - (range >>> 32));
                low[i] = width == 8 ? 0 : (int) (range >>> 32);
                widths[i] = width;
                if (count > PLAIN_MAX) {
                    out.bits(width, WIDTH_BITS).bits(low[i], width == 8 ? 0 : 8);
                }
            }
            boolean whole = isWhole(most);
            boolean few = isShort(most);
            for (int i = 0; i < count; i++) {
                int length = lengths[i];
                boolean atOnce = few && offsets[i] + Long.BYTES <= pool.length;
                if (atOnce && lengthWidth + ends[length] <= BitWriter.AT_ONCE) {
                    long string = (long) LONGS.get(pool, offsets[i]) & ((1L << (Byte.SIZE * length)) - 1);
                    long packed = whole ? string : pack(string, length);
                    out.bits(packed << lengthWidth | (length - least), lengthWidth + ends[length]);
                } else {
                    out.bits(length - least, lengthWidth);
                    write(pool, offsets[i], lengths[i], out);
                }
            }
        }

        /** The least byte at a position, above 32 bits, and the greatest; any that are as far apart as need 8 bits. */
        private static long range(byte[] pool, int[] offsets, int[] lengths, int count, int position) {
            int least = 255;
            int greatest = 0;
            for (int i = 0; i < count && greatest - least < 128; i++) {
                if (position < lengths[i]) {
                    int at = pool[offsets[i] + position] & 0xFF;
                    least = Math.min(least, at);
                    greatest = Math.max(greatest, at);
                }
            }
            return (long) least << 32 | greatest;
        }

        /** Writes as many positions at once as a long holds. */
        private void write(byte[] pool, int offset, int length, BitWriter out) {
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

        /** Reads strings as {@link ByteColumn#decode(int, int, Budget, BitReader, Sink)} does. */
        public void decode(int count, int maxBytes, Budget budget, BitReader in, Sink sink) {
            int least = in.count(LENGTH_ORDER, maxBytes);
            int most = least + in.count(LENGTH_ORDER, maxBytes - least);
            if (most > in.remainingBits()) {
                // Every position of the longest string takes bits: more positions than bits are a length bomb.
                in.fail();
                return;
            }
            reserve(most);
            readWidths(count, most, in);
            int lengthWidth = BitWriter.width(most - least);
            boolean whole = isWhole(most);
            boolean few = isShort(most);
            for (int i = 0; i < count; i++) {
                int length = lengthWidth == 0 ? least : least + (int) in.bits(lengthWidth);
                if (length > most || !budget.take(length)) {
                    in.fail();
                }
                int read = in.ok() ? length : 0;
                if (whole) {
                    LONGS.set(string, 0, in.bits(8 * read));
                } else if (few) {
                    LONGS.set(string, 0, unpack(in.bits(ends[read]), read));
                } else {
                    read(read, in);
                }
                sink.string(i, string, read);
            }
        }

        private void readWidths(int count, int positions, BitReader in) {
            for (int i = 0; i < positions && in.ok(); i++) {
                widths[i] = count <= PLAIN_MAX ? 8 : (int) in.bits(WIDTH_BITS);
                low[i] = widths[i] == 8 ? 0 : (int) in.bits(8);
                if (widths[i] > 8) {
                    in.fail();
                }
            }
        }

        /** Reads as many positions at once as a long holds. */
        private void read(int length, BitReader in) {
            int j = 0;
            while (j < length) {
                int end = j;
                int count = 0;
                while (end < length && count <= BitWriter.AT_ONCE - 8) {
                    count += widths[end++];
                }
                long bits = in.bits(count);
                for (; j < end; j++) {
                    string[j] = (byte) (low[j] + (int) (bits & ((1L << widths[j]) - 1)));
                    bits >>>= widths[j];
                }
            }
        }
    }
}
