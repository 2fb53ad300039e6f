package worldmesh.world.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * Short byte strings by slot with who wrote them and when, in one array of equal rows, so that a write touches one
 * place in memory; longer strings lie beside it. Not thread-safe.
 */
final class StampedValues {
    static final int NOBODY = -1;

    /** What is longer lies apart, so that one long text does not widen all rows. */
    private static final int WIDEST = 24;

    private static final int APART = 255;
    private static final byte[] NONE = new byte[0];
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** In a row: the clock, the writer's number plus one, the length, the string. */
    private static final int WRITER = 8;

    private static final int LENGTH = 12;
    private static final int VALUE = 13;

    /** In pages of slots. */
    private byte[][] pages = {NONE};

    private int slots;
    private int width = VALUE;
    private byte @Nullable [][] apart;

    void reserve(int room) {
        if (room <= slots) {
            return;
        }
        pages = Arrays.copyOf(pages, Math.max(pages.length, SlotRows.pages(room)));
        for (int page = slots >>> SlotRows.PAGE_BITS; page < SlotRows.pages(room); page++) {
            int size = width * SlotRows.slotsOf(page, room);
            pages[page] = pages[page] == null ? new byte[size] : Arrays.copyOf(pages[page], size);
        }
        slots = room;
        if (apart != null && apart.length < room) {
            int before = apart.length;
            apart = Arrays.copyOf(apart, CellColumn.longer(before, room));
            Arrays.fill(apart, before, apart.length, NONE);
        }
    }

    private byte[] page(int slot) {
        return pages[slot >>> SlotRows.PAGE_BITS];
    }

    private int row(int slot) {
        return (slot & SlotRows.IN_PAGE) * width;
    }

    /** The number of the writer, {@link #NOBODY} if there is no value. */
    int writer(int slot) {
        return (int) INTS.get(page(slot), row(slot) + WRITER) - 1;
    }

    /** Reads where the row begins and where it ends, which may be in two places of memory. */
    long look(int slot) {
        byte[] rows = page(slot);
        int row = row(slot);
        return (long) LONGS.get(rows, row) + rows[row + width - 1];
    }

    long clock(int slot) {
        return (long) LONGS.get(page(slot), row(slot));
    }

    void stamp(int slot, int writer, long clock) {
        byte[] rows = page(slot);
        int row = row(slot);
        LONGS.set(rows, row, clock);
        INTS.set(rows, row + WRITER, writer + 1);
    }

    int length(int slot) {
        int length = page(slot)[row(slot) + LENGTH] & 0xFF;
        return length == APART && apart != null ? apart[slot].length : length;
    }

    private boolean isApart(int slot) {
        return page(slot)[row(slot) + LENGTH] == (byte) APART;
    }

    /** The array in which the value lies from {@link #offset} on; for reading only. */
    byte[] array(int slot) {
        return apart != null && isApart(slot) ? apart[slot] : page(slot);
    }

    int offset(int slot) {
        return isApart(slot) ? 0 : row(slot) + VALUE;
    }

    void set(int slot, byte[] from, int offset, int length) {
        if (length > WIDEST) {
            setApart(slot, from, offset, length);
            return;
        }
        if (length > width - VALUE) {
            widen(length + VALUE);
        }
        if (apart != null) {
            apart[slot] = NONE;
        }
        byte[] rows = page(slot);
        int at = row(slot) + LENGTH;
        rows[at++] = (byte) length;
        if (length < Long.BYTES && at + Long.BYTES <= rows.length && offset + Long.BYTES <= from.length) {
            long mask = (1L << (8 * length)) - 1;
            long value = (long) LONGS.get(from, offset) & mask;
            LONGS.set(rows, at, ((long) LONGS.get(rows, at) & ~mask) | value);
            return;
        }
        for (int i = 0; i < length; i++) {
            rows[at + i] = from[offset + i];
        }
    }

    private void setApart(int slot, byte[] from, int offset, int length) {
        if (apart == null) {
            apart = new byte[slots][];
            Arrays.fill(apart, NONE);
        }
        if (!isApart(slot) || apart[slot].length != length) {
            apart[slot] = new byte[length];
        }
        System.arraycopy(from, offset, apart[slot], 0, length);
        page(slot)[row(slot) + LENGTH] = (byte) APART;
    }

    private void widen(int wider) {
        for (int page = 0; page < SlotRows.pages(slots); page++) {
            int count = SlotRows.slotsOf(page, slots);
            byte[] wide = new byte[count * wider];
            for (int row = 0; row < count; row++) {
                System.arraycopy(pages[page], row * width, wide, row * wider, width);
            }
            pages[page] = wide;
        }
        width = wider;
    }

    void drop(int slot) {
        if (apart != null) {
            apart[slot] = NONE;
        }
        page(slot)[row(slot) + LENGTH] = 0;
        stamp(slot, NOBODY, 0);
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
