package worldmesh.world.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Texts by numbers, found by their UTF-8 bytes. Not thread-safe. */
final class Texts {
    private static final int LEAST = 16;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[][] utf8 = new byte[LEAST / 2][];
    /** The first eight bytes of each, zeros where it is shorter: most texts are told apart by them. */
    private long[] heads = new long[LEAST / 2];

    private String[] texts = new String[LEAST / 2];
    private int[] index = new int[LEAST];
    private int size;

    int size() {
        return size;
    }

    /** The number of a text, below 0 if it has none. */
    int find(byte[] from, int offset, int length) {
        int mask = index.length - 1;
        long head = head(from, offset, length);
        for (int at = hash(head, length) & mask; index[at] != 0; at = (at + 1) & mask) {
            int number = index[at] - 1;
            if (heads[number] == head && isRest(from, offset, length, utf8[number])) {
                return number;
            }
        }
        return -1;
    }

    private static boolean isRest(byte[] from, int offset, int length, byte[] text) {
        return text.length == length
                && (length <= Long.BYTES
                        || Arrays.equals(text, Long.BYTES, length, from, offset + Long.BYTES, offset + length));
    }

    private static long head(byte[] from, int offset, int length) {
        if (offset + Long.BYTES <= from.length) {
            long head = (long) LONGS.get(from, offset);
            return length >= Long.BYTES ? head : head & ((1L << (Byte.SIZE * length)) - 1);
        }
        long head = 0;
        for (int i = 0; i < Math.min(length, Long.BYTES); i++) {
            head |= (from[offset + i] & 0xFFL) << (Byte.SIZE * i);
        }
        return head;
    }

    /** Gives a number to a text that has none. */
    int add(byte[] text) {
        if (size == utf8.length) {
            utf8 = Arrays.copyOf(utf8, 2 * size);
            texts = Arrays.copyOf(texts, 2 * size);
            heads = Arrays.copyOf(heads, 2 * size);
            index = new int[4 * size];
            for (int i = 0; i < size; i++) {
                file(i);
            }
        }
        utf8[size] = text;
        heads[size] = head(text, 0, text.length);
        texts[size] = new String(text, StandardCharsets.UTF_8);
        file(size);
        return size++;
    }

    private void file(int number) {
        int mask = index.length - 1;
        int at = hash(heads[number], utf8[number].length) & mask;
        while (index[at] != 0) {
            at = (at + 1) & mask;
        }
        index[at] = number + 1;
    }

    private static int hash(long head, int length) {
        return (int) (((head + length) * 0x9E37_79B9_7F4A_7C15L) >>> 40);
    }

    byte[] utf8(int number) {
        return utf8[number];
    }

    String text(int number) {
        return texts[number];
    }

    /** Orders as texts are ordered. */
    int compare(int one, int other) {
        return one == other ? 0 : texts[one].compareTo(texts[other]);
    }
}
