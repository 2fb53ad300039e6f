package worldmesh.world.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Texts by numbers, found by their UTF-8 bytes. Not thread-safe. */
final class Texts {
    private static final int LEAST = 16;

    private byte[][] utf8 = new byte[LEAST / 2][];
    private String[] texts = new String[LEAST / 2];
    private int[] index = new int[LEAST];
    private int size;

    int size() {
        return size;
    }

    /** The number of a text, below 0 if it has none. */
    int find(byte[] from, int offset, int length) {
        int mask = index.length - 1;
        for (int at = hash(from, offset, length) & mask; index[at] != 0; at = (at + 1) & mask) {
            byte[] other = utf8[index[at] - 1];
            if (other.length == length && begins(from, offset, other)) {
                return index[at] - 1;
            }
        }
        return -1;
    }

    /** Most are of a few bytes, for which a loop is faster than what compares long arrays. */
    private static boolean begins(byte[] from, int offset, byte[] text) {
        int same = 0;
        while (same < text.length && from[offset + same] == text[same]) {
            same++;
        }
        return same == text.length;
    }

    /** Gives a number to a text that has none. */
    int add(byte[] text) {
        if (size == utf8.length) {
            utf8 = Arrays.copyOf(utf8, 2 * size);
            texts = Arrays.copyOf(texts, 2 * size);
            index = new int[4 * size];
            for (int i = 0; i < size; i++) {
                file(i);
            }
        }
        utf8[size] = text;
        texts[size] = new String(text, StandardCharsets.UTF_8);
        file(size);
        return size++;
    }

    private void file(int number) {
        int mask = index.length - 1;
        int at = hash(utf8[number], 0, utf8[number].length) & mask;
        while (index[at] != 0) {
            at = (at + 1) & mask;
        }
        index[at] = number + 1;
    }

    private static int hash(byte[] from, int offset, int length) {
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + from[offset + i];
        }
        return (hash * 0x9E37_79B9) >>> 8;
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
