package worldmesh.testkit.sim;

import java.util.HexFormat;

/** Folds what happens in a simulation into 64 bits: two runs of one seed end with the same value. Not thread-safe. */
public final class TraceHash {
    // The odd constants of SplitMix64; any good mixing function does.
    private static final long MULTIPLIER_1 = 0xBF58476D1CE4E5B9L;
    private static final long MULTIPLIER_2 = 0x94D049BB133111EBL;

    private long state = 0x9E3779B97F4A7C15L;

    /** Folds in a number. */
    public void add(long value) {
        long mixed = (state ^ value) * MULTIPLIER_1;
        state = (mixed ^ mixed >>> 29) * MULTIPLIER_2;
    }

    /** Folds in bytes and their number. */
    public void add(byte[] data, int offset, int length) {
        add(length);
        int at = offset;
        int end = offset + length;
        while (at < end) {
            long word = 0;
            for (int i = 0; i < 8 && at < end; i++, at++) {
                word |= (data[at] & 0xFFL) << (8 * i);
            }
            add(word);
        }
    }

    /** Folds in bytes and their number. */
    public void add(byte[] data) {
        add(data, 0, data.length);
    }

    /** Folds in a text. */
    public void add(String text) {
        add(text.length());
        for (int i = 0; i < text.length(); i++) {
            add(text.charAt(i));
        }
    }

    /** The hash so far. */
    public long value() {
        return state ^ state >>> 32;
    }

    /** The hash so far as 16 hexadecimal digits. */
    public String hex() {
        return HexFormat.of().toHexDigits(value());
    }
}
