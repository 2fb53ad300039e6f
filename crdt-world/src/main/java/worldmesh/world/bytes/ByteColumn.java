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

    /** Writes strings of one kind. */
    public static void encode(List<byte[]> values, BitWriter out) {
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (byte[] value : values) {
            least = Math.min(least, value.length);
            most = Math.max(most, value.length);
        }
        int lengthWidth = BitWriter.width(most - least);
        out.golomb(least, LENGTH_ORDER).golomb(most - least, LENGTH_ORDER);
        int[] from = new int[most];
        int[] widths = new int[most];
        positions(values, from, widths, out);
        for (byte[] value : values) {
            out.bits(value.length - least, lengthWidth);
            for (int i = 0; i < value.length; i++) {
                out.bits((value[i] & 0xFF) - from[i], widths[i]);
            }
        }
    }

    private static void positions(List<byte[]> values, int[] from, int[] widths, BitWriter out) {
        for (int i = 0; i < from.length; i++) {
            int low = 255;
            int high = 0;
            for (byte[] value : values) {
                if (i < value.length) {
                    low = Math.min(low, value[i] & 0xFF);
                    high = Math.max(high, value[i] & 0xFF);
                }
            }
            widths[i] = values.size() <= PLAIN_MAX ? 8 : BitWriter.width(high - low);
            from[i] = widths[i] == 8 ? 0 : low;
            if (values.size() > PLAIN_MAX) {
                out.bits(widths[i], WIDTH_BITS).bits(from[i], widths[i] == 8 ? 0 : 8);
            }
        }
    }

    /** Reads {@code count} strings of at most {@code maxBytes} each, which take from the budget. */
    public static byte[][] decode(int count, int maxBytes, Budget budget, BitReader in) {
        int least = in.count(LENGTH_ORDER, maxBytes);
        int most = least + in.count(LENGTH_ORDER, maxBytes - least);
        if (most > in.remainingBits()) {
            // Every position of the longest string takes bits: more positions than bits are a length bomb.
            in.fail();
            return empty(count);
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
        byte[][] out = new byte[count][];
        for (int i = 0; i < count; i++) {
            int length = least + (int) in.bits(lengthWidth);
            if (length > most || !budget.take(length)) {
                in.fail();
            }
            out[i] = new byte[in.ok() ? length : 0];
            for (int j = 0; j < out[i].length; j++) {
                out[i][j] = (byte) (from[j] + in.bits(widths[j]));
            }
        }
        return out;
    }

    private static byte[][] empty(int count) {
        byte[][] out = new byte[count][];
        Arrays.fill(out, NONE);
        return out;
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
