package worldmesh.runtime.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes little-endian binary data into a growing array. What it writes, {@link ByteReader} reads. Reusable through
 * {@link #reset()}; not thread-safe.
 */
public final class ByteWriter {
    /** The largest buffer a writer grows to: a message is at most 64 KiB, a snapshot block 1 MiB. */
    public static final int MAX_BYTES = 64 << 20;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] data;
    private int size;

    /** Starts with room for 256 bytes. */
    public ByteWriter() {
        this(256);
    }

    /** Starts with room for {@code capacity} bytes. */
    public ByteWriter(int capacity) {
        this.data = new byte[Math.max(16, capacity)];
    }

    /** Forgets what was written and keeps the memory. */
    public ByteWriter reset() {
        size = 0;
        return this;
    }

    /** Forgets what was written beyond a size. */
    public ByteWriter truncate(int smaller) {
        if (smaller < 0 || smaller > size) {
            throw new IllegalArgumentException("size " + smaller + " is outside the " + size + " bytes written");
        }
        size = smaller;
        return this;
    }

    /** The number of bytes written. */
    public int size() {
        return size;
    }

    /** The backing array; valid up to {@link #size()} and only until the next write. */
    public byte[] array() {
        return data;
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(data, size);
    }

    private int grow(int count) {
        int needed = size + count;
        if (needed < 0 || needed > MAX_BYTES) {
            throw new IllegalStateException(
                    "a buffer of " + (size + (long) count) + " bytes exceeds the limit of " + MAX_BYTES);
        }
        if (needed > data.length) {
            data = Arrays.copyOf(data, Math.min(MAX_BYTES, Math.max(needed, data.length * 2)));
        }
        int at = size;
        size = needed;
        return at;
    }

    /** Writes the low eight bits. */
    public ByteWriter u8(int value) {
        int at = grow(1);
        data[at] = (byte) value;
        return this;
    }

    /** Writes the low sixteen bits. */
    public ByteWriter u16(int value) {
        int at = grow(2);
        data[at] = (byte) value;
        data[at + 1] = (byte) (value >>> 8);
        return this;
    }

    /** Writes four bytes. */
    public ByteWriter i32(int value) {
        int at = grow(4);
        data[at] = (byte) value;
        data[at + 1] = (byte) (value >>> 8);
        data[at + 2] = (byte) (value >>> 16);
        data[at + 3] = (byte) (value >>> 24);
        return this;
    }

    /** Writes eight bytes. */
    public ByteWriter i64(long value) {
        i32((int) value);
        return i32((int) (value >>> 32));
    }

    /** Writes the low {@code count} bytes, 0..8. */
    public ByteWriter low(long value, int count) {
        int at = grow(count);
        if (at + Long.BYTES <= data.length) {
            LONGS.set(data, at, value);
        } else {
            for (int i = 0; i < count; i++) {
                data[at + i] = (byte) (value >>> (8 * i));
            }
        }
        return this;
    }

    /** Writes an IEEE 754 single; every NaN is written as the canonical one. */
    public ByteWriter f32(float value) {
        return i32(Float.floatToIntBits(value));
    }

    /** Writes an IEEE 754 double; every NaN is written as the canonical one. */
    public ByteWriter f64(double value) {
        return i64(Double.doubleToLongBits(value));
    }

    /** Writes an unsigned LEB128 number in its shortest form. */
    public ByteWriter varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            u8((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        return u8((int) rest);
    }

    /** Writes a signed number, zigzag-coded. */
    public ByteWriter zigzag(long value) {
        return varint(value << 1 ^ value >> 63);
    }

    /** Writes the bytes as they are. */
    public ByteWriter bytes(byte[] value) {
        return bytes(value, 0, value.length);
    }

    /** Writes {@code length} bytes of {@code value} from {@code offset}. */
    public ByteWriter bytes(byte[] value, int offset, int length) {
        int at = grow(length);
        if (length <= Long.BYTES && offset + Long.BYTES <= value.length && at + Long.BYTES <= data.length) {
            // Most are short; beyond their end nothing was written yet.
            LONGS.set(data, at, (long) LONGS.get(value, offset));
        } else {
            System.arraycopy(value, offset, data, at, length);
        }
        return this;
    }

    /** Writes a length and the bytes. */
    public ByteWriter block(byte[] value) {
        varint(value.length);
        return bytes(value);
    }

    /** Writes a text as a length in bytes and its UTF-8. */
    public ByteWriter text(String value) {
        return block(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a 16-bit number over two bytes that were written before, for lengths known only afterwards. */
    public void patchU16(int at, int value) {
        if (at < 0 || at + 2 > size) {
            throw new IllegalArgumentException("offset " + at + " is outside the " + size + " bytes written");
        }
        data[at] = (byte) value;
        data[at + 1] = (byte) (value >>> 8);
    }
}
