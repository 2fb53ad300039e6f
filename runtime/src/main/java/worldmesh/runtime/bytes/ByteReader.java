package worldmesh.runtime.bytes;

import java.nio.charset.StandardCharsets;

/**
 * Reads one bounded piece of untrusted binary data, little-endian, and never throws: the first read past the end or out
 * of range marks the reader as failed, and every later read yields zero or an empty value. Callers decode a whole
 * message and then ask {@link #complete()} once. Not thread-safe.
 */
public final class ByteReader {
    private static final byte[] NONE = new byte[0];

    private byte[] data;
    private int end;
    private int position;
    private boolean failed;

    /** Reads all of {@code data}; the array is not copied. */
    public ByteReader(byte[] data) {
        this(data, 0, data.length);
    }

    /** Reads {@code length} bytes of {@code data} from {@code offset}; the array is not copied. */
    public ByteReader(byte[] data, int offset, int length) {
        if (offset < 0 || length < 0 || length > data.length - offset) {
            throw new IllegalArgumentException(
                    "range " + offset + "+" + length + " is outside an array of " + data.length + " bytes");
        }
        this.data = data;
        this.position = offset;
        this.end = offset + length;
    }

    /** Reads other bytes from now on, as a new reader would. */
    public ByteReader over(byte[] other, int offset, int length) {
        if (offset < 0 || length < 0 || length > other.length - offset) {
            throw new IllegalArgumentException(
                    "range " + offset + "+" + length + " is outside an array of " + other.length + " bytes");
        }
        data = other;
        position = offset;
        end = offset + length;
        failed = false;
        return this;
    }

    /** True until a read went past the end, out of range, or {@link #fail()} was called. */
    public boolean ok() {
        return !failed;
    }

    /** True if nothing failed and every byte was read: what a strict decoder demands at its end. */
    public boolean complete() {
        return !failed && position == end;
    }

    /** Marks the data as malformed, for checks that only the caller can make. */
    public void fail() {
        failed = true;
        position = end;
    }

    /** The number of bytes not yet read. */
    public int remaining() {
        return end - position;
    }

    /** The index in the underlying array of the next byte to read. */
    public int position() {
        return position;
    }

    /** The array this reader reads from, for callers that check a signature over the raw bytes. */
    public byte[] array() {
        return data;
    }

    private boolean has(int count) {
        if (failed || count < 0 || count > end - position) {
            fail();
            return false;
        }
        return true;
    }

    /** Reads one byte as 0..255. */
    public int u8() {
        return has(1) ? data[position++] & 0xFF : 0;
    }

    /** Reads two bytes as 0..65535. */
    public int u16() {
        if (!has(2)) {
            return 0;
        }
        int value = (data[position] & 0xFF) | (data[position + 1] & 0xFF) << 8;
        position += 2;
        return value;
    }

    /** Reads four bytes. */
    public int i32() {
        if (!has(4)) {
            return 0;
        }
        int value = (data[position] & 0xFF)
                | (data[position + 1] & 0xFF) << 8
                | (data[position + 2] & 0xFF) << 16
                | (data[position + 3] & 0xFF) << 24;
        position += 4;
        return value;
    }

    /** Reads eight bytes. */
    public long i64() {
        if (!has(8)) {
            return 0;
        }
        long low = i32() & 0xFFFF_FFFFL;
        return low | (long) i32() << 32;
    }

    /** Reads an IEEE 754 single. */
    public float f32() {
        return Float.intBitsToFloat(i32());
    }

    /** Reads an IEEE 754 double. */
    public double f64() {
        return Double.longBitsToDouble(i64());
    }

    /** Reads an unsigned LEB128 number of at most ten bytes; over-long forms fail, one value has one encoding. */
    public long varint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int next = u8();
            if (failed) {
                return 0;
            }
            boolean overlong = next == 0 && shift > 0;
            boolean overflow = shift == 63 && next > 1;
            if (overlong || overflow) {
                fail();
                return 0;
            }
            value |= (long) (next & 0x7F) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        fail();
        return 0;
    }

    /** Reads a zigzag-coded signed number. */
    public long zigzag() {
        long raw = varint();
        return raw >>> 1 ^ -(raw & 1);
    }

    /** Reads an unsigned number that must be within 0..{@code max}; anything else fails and yields zero. */
    public int count(int max) {
        long value = varint();
        if (value < 0 || value > max) {
            fail();
            return 0;
        }
        return (int) value;
    }

    /** Reads exactly {@code count} bytes into a new array. */
    public byte[] bytes(int count) {
        if (!has(count)) {
            return NONE;
        }
        byte[] out = new byte[count];
        System.arraycopy(data, position, out, 0, count);
        position += count;
        return out;
    }

    /** Reads a length of at most {@code max} and that many bytes. */
    public byte[] block(int max) {
        return bytes(count(max));
    }

    /** Reads a UTF-8 text of at most {@code maxBytes}; malformed UTF-8 fails. */
    public String text(int maxBytes) {
        byte[] raw = block(maxBytes);
        String value = new String(raw, StandardCharsets.UTF_8);
        if (!java.util.Arrays.equals(value.getBytes(StandardCharsets.UTF_8), raw)) {
            fail();
            return "";
        }
        return failed ? "" : value;
    }

    /** Skips {@code count} bytes. */
    public void skip(int count) {
        if (has(count)) {
            position += count;
        }
    }
}
