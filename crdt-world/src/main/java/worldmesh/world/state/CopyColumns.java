package worldmesh.world.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.BitWriter;
import worldmesh.world.bytes.ByteColumn;
import worldmesh.world.bytes.NumberColumn;
import worldmesh.world.crdt.Cells;

/**
 * The copies of a sector as columns: ids by their gaps, then for each component who has it and its cells together.
 * Copies that say more than columns can, of entities that moved or were claimed, follow one by one. docs/wire-world.md,
 * "Snapshot". What is read goes straight to its slot.
 */
final class CopyColumns {
    /** All strings of a snapshot together unfold to no more than a plain snapshot could hold. */
    private static final int MAX_UNFOLDED_BYTES = 32 << 20;

    private static final int MAX_COPY_BYTES = 16 << 20;
    private static final int MAX_COMPONENTS = 1 << 16;
    private static final int COUNT_ORDER = 8;

    private final SectorState state;
    private final Places places;

    /** The copies of a state; those of the version before settle nothing. */
    CopyColumns(SectorState state, boolean settles) {
        this.state = state;
        this.places = new Places(state.authors(), settles);
    }

    void encode(ByteWriter out) {
        int[] slots = state.slots();
        out.varint(slots.length);
        if (slots.length == 0) {
            return;
        }
        BitWriter bits = new BitWriter();
        ids(slots, bits);
        NumberColumn oddities = new NumberColumn();
        int[] plain = new int[slots.length];
        int count = 0;
        List<byte[]> odd = new ArrayList<>();
        for (int slot : slots) {
            boolean fits = fits(slot);
            oddities.add(fits ? 0 : 1);
            if (fits) {
                plain[count++] = slot;
            } else {
                ByteWriter whole = new ByteWriter();
                state.placement(slot).encode(whole);
                state.cells(slot).encode(whole);
                odd.add(whole.toBytes());
            }
        }
        oddities.encode(bits);
        cells(Arrays.copyOf(plain, count), bits);
        if (!odd.isEmpty()) {
            ByteColumn.encode(odd, bits);
        }
        byte[] packed = bits.toBytes();
        // A byte for each copy at least, so that few bytes never unfold to many copies.
        out.bytes(Arrays.copyOf(packed, Math.max(packed.length, slots.length)));
    }

    private boolean fits(int slot) {
        boolean fits = state.isUnmoved(slot);
        for (CellColumn column : state.columns()) {
            fits = fits && (!column.has(slot) || column.fits(slot, places));
        }
        return fits;
    }

    private void ids(int[] slots, BitWriter out) {
        EntityTable ids = state.table();
        List<Integer> starts = new ArrayList<>();
        NumberColumn gaps = new NumberColumn();
        for (int i = 0; i < slots.length; i++) {
            boolean first = i == 0 || ids.creator(slots[i - 1]) != ids.creator(slots[i]);
            if (first) {
                starts.add(i);
            }
            gaps.add(ids.counter(slots[i]) - (first ? 0 : ids.counter(slots[i - 1])));
        }
        out.golomb(starts.size() - 1L, COUNT_ORDER);
        for (int i = 0; i < starts.size(); i++) {
            int end = i + 1 == starts.size() ? slots.length : starts.get(i + 1);
            out.bits(ids.replica(slots[starts.get(i)]), 64).golomb(end - starts.get(i) - 1L, 2 * COUNT_ORDER);
        }
        gaps.encode(out);
    }

    private void cells(int[] plain, BitWriter out) {
        List<CellColumn> used = new ArrayList<>();
        List<int[]> having = new ArrayList<>();
        for (CellColumn column : state.columns()) {
            int[] slots = Arrays.stream(plain).filter(column::has).toArray();
            if (slots.length > 0) {
                used.add(column);
                having.add(slots);
            }
        }
        out.golomb(used.size(), COUNT_ORDER);
        for (int i = 0; i < used.size(); i++) {
            CellColumn column = used.get(i);
            out.bits(column.component(), 32);
            NumberColumn has = new NumberColumn();
            for (int slot : plain) {
                has.add(column.has(slot) ? 1 : 0);
            }
            has.encode(out);
            column.encode(having.get(i), places, out);
        }
    }

    /** Reads the copies into the state, whose progress and dead are read already; false if anything is malformed. */
    boolean decode(int maxCopies, ByteReader in) {
        int count = in.count(maxCopies);
        if (count == 0 || count > in.remaining()) {
            return count == 0 && in.complete();
        }
        BitReader bits = new BitReader(in.array(), in.position(), in.position() + in.remaining());
        int[] slots = ids(count, bits);
        long[] oddities = NumberColumn.decode(count, bits);
        int odd = ones(oddities, bits);
        if (!bits.ok()) {
            return false;
        }
        int[] plain = new int[count - odd];
        int[] others = new int[odd];
        int next = 0;
        for (int i = 0; i < count; i++) {
            if (oddities[i] == 0) {
                plain[next++] = slots[i];
                state.spawn(slots[i]);
            } else {
                others[i - next] = slots[i];
            }
        }
        ByteColumn.Budget budget = new ByteColumn.Budget(MAX_UNFOLDED_BYTES);
        cells(plain, budget, bits);
        byte[][] whole = odd == 0 || !bits.ok() ? new byte[0][] : ByteColumn.decode(odd, MAX_COPY_BYTES, budget, bits);
        boolean sound = bits.completePadded(count);
        for (int i = 0; i < odd && sound; i++) {
            sound = odd(others[i], whole[i]);
        }
        return sound;
    }

    /** How many flags are 1; one that is neither 0 nor 1 fails the reader. */
    private static int ones(long[] flags, BitReader in) {
        int ones = 0;
        for (long flag : flags) {
            ones += flag == 1 ? 1 : 0;
            if (flag != 0 && flag != 1) {
                in.fail();
            }
        }
        return ones;
    }

    private boolean odd(int slot, byte[] whole) {
        ByteReader part = new ByteReader(whole);
        Placement placement = Placement.decode(part);
        Cells cells = Cells.decode(part);
        // Bytes after the known fields belong to a later version and are not part of what is compared.
        if (part.ok()) {
            state.place(slot, placement);
            state.join(slot, cells);
        }
        return part.ok();
    }

    /** Gives slots to the ids that are read. */
    private int[] ids(int count, BitReader in) {
        int runs = in.count(COUNT_ORDER, count - 1) + 1;
        int[] ends = new int[runs];
        long[] replicas = new long[runs];
        int at = 0;
        for (int i = 0; i < runs && in.ok(); i++) {
            replicas[i] = in.bits(64);
            int size = in.count(2 * COUNT_ORDER, count - 1) + 1;
            if (size > count - at || (i > 0 && Long.compareUnsigned(replicas[i - 1], replicas[i]) >= 0)) {
                in.fail();
            }
            at += size;
            ends[i] = at;
        }
        long[] gaps = NumberColumn.decode(count, in);
        if (at != count) {
            in.fail();
        }
        return in.ok() ? slots(replicas, ends, gaps, in) : new int[count];
    }

    private int[] slots(long[] replicas, int[] ends, long[] gaps, BitReader in) {
        int[] slots = new int[gaps.length];
        state.reserve(slots.length);
        int run = 0;
        long counter = 0;
        for (int i = 0; i < slots.length && in.ok(); i++) {
            boolean first = i == 0 || i == ends[run];
            run += i > 0 && first ? 1 : 0;
            long before = counter;
            counter = first ? gaps[i] : counter + gaps[i];
            boolean rises = first || Long.compareUnsigned(counter, before) > 0;
            if (!rises || state.isDead(replicas[run], counter)) {
                in.fail();
            }
            // Ids rise, so that none is there already.
            slots[i] = in.ok() ? state.add(state.authors().of(replicas[run]), counter) : 0;
        }
        return slots;
    }

    private void cells(int[] slots, ByteColumn.Budget budget, BitReader in) {
        int components = in.count(COUNT_ORDER, MAX_COMPONENTS);
        int before = 0;
        for (int i = 0; i < components && in.ok(); i++) {
            int component = (int) in.bits(32);
            if (i > 0 && component <= before) {
                in.fail();
            }
            before = component;
            component(component, slots, budget, in);
        }
    }

    private void component(int component, int[] slots, ByteColumn.Budget budget, BitReader in) {
        long[] has = NumberColumn.decode(slots.length, in);
        int count = ones(has, in);
        if (count == 0) {
            in.fail();
        }
        if (!in.ok()) {
            return;
        }
        int[] having = new int[count];
        int next = 0;
        for (int i = 0; i < slots.length; i++) {
            if (has[i] == 1) {
                having[next++] = slots[i];
            }
        }
        state.touchColumn(component).decode(having, places, budget, in);
    }
}
