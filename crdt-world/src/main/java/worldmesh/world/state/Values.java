package worldmesh.world.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteWriter;

/** Short byte strings by slot in one array of equal places; longer ones beside it. Not thread-safe. */
final class Values {
    /** What is longer lies apart, so that one long text does not widen all places. */
    private static final int WIDEST = 24;

    private static final int APART = 255;
    private static final byte[] NONE = new byte[0];

    private byte[] pool = NONE;
    private byte[] lengths = NONE;
    private int stride;
    private byte @Nullable [][] apart;

    void reserve(int slots) {
        lengths = Arrays.copyOf(lengths, slots);
        pool = Arrays.copyOf(pool, slots * stride);
        if (apart != null) {
            apart = Arrays.copyOf(apart, slots);
        }
    }

    int length(int slot) {
        int length = lengths[slot] & 0xFF;
        return length == APART && apart != null ? apart[slot].length : length;
    }

    /** The array in which the value lies from {@link #offset} on; for reading only. */
    byte[] array(int slot) {
        return apart != null && lengths[slot] == (byte) APART ? apart[slot] : pool;
    }

    int offset(int slot) {
        return lengths[slot] == (byte) APART ? 0 : slot * stride;
    }

    void set(int slot, byte[] from, int offset, int length) {
        if (length > WIDEST) {
            setApart(slot, from, offset, length);
            return;
        }
        if (length > stride) {
            widen(length);
        }
        if (apart != null) {
            apart[slot] = NONE;
        }
        lengths[slot] = (byte) length;
        int at = slot * stride;
        for (int i = 0; i < length; i++) {
            pool[at + i] = from[offset + i];
        }
    }

    private void setApart(int slot, byte[] from, int offset, int length) {
        if (apart == null) {
            apart = new byte[lengths.length][];
            Arrays.fill(apart, NONE);
        }
        if (lengths[slot] != (byte) APART || apart[slot].length != length) {
            apart[slot] = new byte[length];
        }
        System.arraycopy(from, offset, apart[slot], 0, length);
        lengths[slot] = (byte) APART;
    }

    private void widen(int length) {
        byte[] wider = new byte[lengths.length * length];
        for (int slot = 0; slot < lengths.length && stride > 0; slot++) {
            System.arraycopy(pool, slot * stride, wider, slot * length, stride);
        }
        pool = wider;
        stride = length;
    }

    void drop(int slot) {
        if (apart != null) {
            apart[slot] = NONE;
        }
        lengths[slot] = 0;
    }

    /** Compares with other bytes as unsigned ones. */
    int compare(int slot, byte[] other, int offset, int length) {
        int from = offset(slot);
        return Arrays.compareUnsigned(array(slot), from, from + length(slot), other, offset, offset + length);
    }

    byte[] copy(int slot) {
        int from = offset(slot);
        return Arrays.copyOfRange(array(slot), from, from + length(slot));
    }

    void write(int slot, ByteWriter out) {
        out.bytes(array(slot), offset(slot), length(slot));
    }
}
