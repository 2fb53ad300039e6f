package worldmesh.world.crdt.sequence;

import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.BitWriter;

/** Units of text as bits: seven each if all are ASCII, else a prefix code of 8, 13 or 18. Keeps no state. */
final class Units {
    private static final int ASCII_BITS = 7;
    private static final int MIDDLE_BITS = 11;

    private Units() {}

    static void encode(CharSequence text, BitWriter out) {
        int all = 0;
        for (int i = 0; i < text.length(); i++) {
            all |= text.charAt(i);
        }
        boolean plain = all < 1 << ASCII_BITS;
        out.bits(plain ? 0 : 1, 1);
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (plain) {
                out.bits(unit, ASCII_BITS);
            } else if (unit < 1 << ASCII_BITS) {
                out.bits(0, 1).bits(unit, ASCII_BITS);
            } else if (unit < 1 << MIDDLE_BITS) {
                out.bits(1, 2).bits(unit, MIDDLE_BITS);
            } else {
                out.bits(3, 2).bits(unit, Character.SIZE);
            }
        }
    }

    /** Reads so many units; false if there are fewer. */
    static boolean decode(int count, StringBuilder text, BitReader in) {
        boolean plain = in.bits(1) == 0;
        if ((long) ASCII_BITS * count > in.remainingBits()) {
            return false;
        }
        text.ensureCapacity(count);
        for (int i = 0; i < count; i++) {
            boolean ascii = plain || in.bits(1) == 0;
            int width = ascii ? ASCII_BITS : in.bits(1) == 0 ? MIDDLE_BITS : Character.SIZE;
            text.append((char) in.bits(width));
        }
        return true;
    }
}
