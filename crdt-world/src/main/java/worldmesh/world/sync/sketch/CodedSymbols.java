package worldmesh.world.sync.sketch;

import java.util.Arrays;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * A run of coded symbols: of the items mapped to each the exclusive or, that of their checks, and how many they are,
 * modulo 256. Not thread-safe.
 */
public final class CodedSymbols {
    /** On the wire: i64 sum, three bytes of check, one of count. */
    public static final int BYTES_EACH = 12;

    /** More cost what a snapshot costs: of 800 kB. */
    public static final int MAX = 1 << 16;

    long[] sums;
    int[] checks;
    byte[] counts;
    private int size;

    CodedSymbols(int capacity) {
        sums = new long[capacity];
        checks = new int[capacity];
        counts = new byte[capacity];
    }

    /** How many there are. */
    public int size() {
        return size;
    }

    void grow(int wanted) {
        if (wanted > sums.length) {
            int capacity = Math.max(wanted, 2 * sums.length);
            sums = Arrays.copyOf(sums, capacity);
            checks = Arrays.copyOf(checks, capacity);
            counts = Arrays.copyOf(counts, capacity);
        }
        size = Math.max(size, wanted);
    }

    /** Adds an item to a symbol, or with sign -1 takes it away. */
    void put(int at, long item, int sign) {
        sums[at] ^= item;
        checks[at] ^= Mapping.check(item);
        counts[at] += (byte) sign;
    }

    boolean isEmpty(int at) {
        return sums[at] == 0 && checks[at] == 0 && counts[at] == 0;
    }

    /** The sign of the one item that a symbol holds, 0 if it holds none or several. */
    int pure(int at) {
        int sign = counts[at];
        return (sign == 1 || sign == -1) && checks[at] == Mapping.check(sums[at]) ? sign : 0;
    }

    CodedSymbols range(int from, int end) {
        CodedSymbols out = new CodedSymbols(0);
        out.sums = Arrays.copyOfRange(sums, from, end);
        out.checks = Arrays.copyOfRange(checks, from, end);
        out.counts = Arrays.copyOfRange(counts, from, end);
        out.size = end - from;
        return out;
    }

    /** Writes all of them: docs/wire-world.md, "Sketch". */
    public void encode(ByteWriter out) {
        out.varint(size);
        for (int i = 0; i < size; i++) {
            out.i64(sums[i]).u16(checks[i] & 0xFFFF).u8(checks[i] >>> 16).u8(counts[i] & 0xFF);
        }
    }

    /** Reads what {@link #encode} wrote; takes no more memory than the bytes it reads. */
    public static CodedSymbols decode(ByteReader in) {
        int count = in.count(Math.min(MAX, in.remaining() / BYTES_EACH));
        CodedSymbols out = new CodedSymbols(in.ok() ? count : 0);
        out.grow(in.ok() ? count : 0);
        for (int i = 0; i < out.size; i++) {
            out.sums[i] = in.i64();
            out.checks[i] = in.u16();
            out.checks[i] |= in.u8() << 16;
            out.counts[i] = (byte) in.u8();
        }
        return out;
    }
}
