package worldmesh.world.vectors;

import java.io.ByteArrayOutputStream;

/** Writes bits as docs/wire-world.md, "Columns" says, one by one: slow, and no part of the product. */
final class Bits {
    private final ByteArrayOutputStream whole = new ByteArrayOutputStream();
    private int last;
    private int used;

    Bits bits(long value, int width) {
        for (int i = 0; i < width; i++) {
            last |= (int) (value >>> i & 1) << used;
            used++;
            if (used == 8) {
                whole.write(last);
                last = 0;
                used = 0;
            }
        }
        return this;
    }

    Bits golomb(long value, int order) {
        long shifted = value + (1L << order);
        int width = Long.SIZE - Long.numberOfLeadingZeros(shifted);
        return bits(0, width - 1 - order).bits(1, 1).bits(shifted, width - 1);
    }

    byte[] bytes() {
        if (used > 0) {
            bits(0, 8 - used);
        }
        return whole.toByteArray();
    }
}
