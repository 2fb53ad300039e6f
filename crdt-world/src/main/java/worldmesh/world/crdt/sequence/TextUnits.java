package worldmesh.world.crdt.sequence;

import java.util.Arrays;
import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.BitWriter;

/**
 * Units of UTF-16. As bits they are seven each, or a prefix code of 4, 6 or 9 in which the commonest letters are short,
 * or, if not all are ASCII, one of 8, 13 or 18.
 */
public final class TextUnits extends Units {
    private static final int ASCII_BITS = 7;
    private static final int MIDDLE_BITS = 11;
    private static final int MODE_BITS = 2;
    private static final int SEVEN = 0;
    private static final int WIDE = 1;
    private static final int SHORT = 2;

    /** The letters of English prose by how often they are used; eight take four bits, sixteen six. */
    private static final String COMMON = " etaoinsrhldcumfpgwybvk.";

    private static final int SHORTEST = 8;
    private static final int SHORTEST_BITS = 4;
    private static final int SHORTER_BITS = 6;
    private static final int LONGEST_BITS = 9;
    private static final byte[] RANKS = ranks();

    private char[] units = new char[16];
    private int length;

    private static byte[] ranks() {
        byte[] out = new byte[1 << ASCII_BITS];
        Arrays.fill(out, (byte) COMMON.length());
        for (int i = 0; i < COMMON.length(); i++) {
            out[COMMON.charAt(i)] = (byte) i;
        }
        return out;
    }

    /** The units of a text. */
    public static TextUnits of(CharSequence text) {
        return new TextUnits().set(text, 0, text.length());
    }

    /** Becomes a part of a text. */
    TextUnits set(CharSequence text, int from, int to) {
        length = 0;
        reserve(to - from);
        for (int i = from; i < to; i++) {
            units[length++] = text.charAt(i);
        }
        return this;
    }

    private void reserve(int more) {
        if (length + more > units.length) {
            units = Arrays.copyOf(units, Math.max(length + more, 2 * units.length));
        }
    }

    @Override
    public Units fresh() {
        return new TextUnits();
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    void clear() {
        length = 0;
    }

    @Override
    public void append(Units from, int start, int end) {
        int more = end - start;
        reserve(more);
        char[] source = ((TextUnits) from).units;
        if (more == 1) {
            units[length++] = source[start];
            return;
        }
        System.arraycopy(source, start, units, length, more);
        length += more;
    }

    @Override
    int compare(Units other) {
        TextUnits that = (TextUnits) other;
        return Arrays.compare(units, 0, length, that.units, 0, that.length);
    }

    @Override
    boolean begins(Units other) {
        TextUnits that = (TextUnits) other;
        return length <= that.length && Arrays.equals(units, 0, length, that.units, 0, length);
    }

    @Override
    boolean isSame(int i, Units other, int j) {
        return units[i] == ((TextUnits) other).units[j];
    }

    @Override
    boolean exceeds(Units more) {
        // A sequence bounds its units, which are small.
        return false;
    }

    @Override
    int sizeBound() {
        return 3 * length;
    }

    @Override
    void encode(BitWriter out) {
        int all = 0;
        long shortBits = 0;
        for (int i = 0; i < length; i++) {
            all |= units[i];
            shortBits += shortBits(units[i]);
        }
        if (all >= 1 << ASCII_BITS) {
            out.bits(WIDE, MODE_BITS);
            encodeWide(out);
        } else if (shortBits < (long) ASCII_BITS * length) {
            out.bits(SHORT, MODE_BITS);
            encodeShort(out);
        } else {
            out.bits(SEVEN, MODE_BITS);
            for (int i = 0; i < length; i++) {
                out.bits(units[i], ASCII_BITS);
            }
        }
    }

    private static int shortBits(char unit) {
        int rank = unit < RANKS.length ? RANKS[unit] : COMMON.length();
        return rank < SHORTEST ? SHORTEST_BITS : rank < COMMON.length() ? SHORTER_BITS : LONGEST_BITS;
    }

    private void encodeShort(BitWriter out) {
        for (int i = 0; i < length; i++) {
            int rank = RANKS[units[i]];
            if (rank < SHORTEST) {
                out.bits((long) rank << 1, SHORTEST_BITS);
            } else if (rank < COMMON.length()) {
                out.bits((long) (rank - SHORTEST) << 2 | 1, SHORTER_BITS);
            } else {
                out.bits((long) units[i] << 2 | 3, LONGEST_BITS);
            }
        }
    }

    private void encodeWide(BitWriter out) {
        for (int i = 0; i < length; i++) {
            char unit = units[i];
            if (unit < 1 << ASCII_BITS) {
                out.bits(0, 1).bits(unit, ASCII_BITS);
            } else if (unit < 1 << MIDDLE_BITS) {
                out.bits(1, 2).bits(unit, MIDDLE_BITS);
            } else {
                out.bits(3, 2).bits(unit, Character.SIZE);
            }
        }
    }

    @Override
    boolean decode(int count, BitReader in) {
        int mode = (int) in.bits(MODE_BITS);
        if (mode > SHORT || (long) SHORTEST_BITS * count > in.remainingBits()) {
            return false;
        }
        reserve(count);
        for (int i = 0; i < count && in.ok(); i++) {
            units[length++] = (char)
                    switch (mode) {
                        case SEVEN -> in.bits(ASCII_BITS);
                        case WIDE -> wide(in);
                        default -> shorter(in);
                    };
        }
        return in.ok();
    }

    private static long wide(BitReader in) {
        int width = in.bits(1) == 0 ? ASCII_BITS : in.bits(1) == 0 ? MIDDLE_BITS : Character.SIZE;
        return in.bits(width);
    }

    private static long shorter(BitReader in) {
        if (in.bits(1) == 0) {
            return COMMON.charAt((int) in.bits(SHORTEST_BITS - 1));
        }
        return in.bits(1) == 0 ? COMMON.charAt(SHORTEST + (int) in.bits(SHORTER_BITS - 2)) : in.bits(LONGEST_BITS - 2);
    }

    @Override
    public String toString() {
        return new String(units, 0, length);
    }
}
