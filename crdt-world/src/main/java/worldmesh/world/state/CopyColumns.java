package worldmesh.world.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.BitWriter;
import worldmesh.world.bytes.ByteColumn;
import worldmesh.world.bytes.NumberColumn;
import worldmesh.world.crdt.Cell;
import worldmesh.world.crdt.CellColumns;
import worldmesh.world.crdt.Cells;
import worldmesh.world.entity.EntityId;

/**
 * The copies of a sector as columns: ids by their gaps, then for each component who has it and its cells together.
 * Copies that say more than columns can, of entities that moved or were claimed, follow one by one. docs/wire-world.md,
 * "Snapshot".
 */
final class CopyColumns {
    /** All strings of a snapshot together unfold to no more than a plain snapshot could hold. */
    private static final int MAX_UNFOLDED_BYTES = 32 << 20;

    private static final int MAX_COPY_BYTES = 16 << 20;
    private static final int MAX_COMPONENTS = 1 << 16;
    private static final int COUNT_ORDER = 8;

    private final SectorState state;
    private final CellColumns columns;

    CopyColumns(SectorState state) {
        this.state = state;
        this.columns =
                new CellColumns(state.id(), new ArrayList<>(state.progress().keySet()));
    }

    void encode(ByteWriter out) {
        List<EntityId> ids = new ArrayList<>();
        List<EntityCopy> copies = new ArrayList<>();
        state.eachCopy((entity, copy) -> {
            ids.add(entity);
            copies.add(copy);
        });
        out.varint(copies.size());
        if (copies.isEmpty()) {
            return;
        }
        BitWriter bits = new BitWriter();
        ids(ids, bits);
        NumberColumn oddities = new NumberColumn();
        List<EntityCopy> plain = new ArrayList<>();
        List<byte[]> odd = new ArrayList<>();
        for (EntityCopy copy : copies) {
            boolean fits = fits(copy);
            oddities.add(fits ? 0 : 1);
            if (fits) {
                plain.add(copy);
            } else {
                ByteWriter whole = new ByteWriter();
                copy.encode(whole);
                odd.add(whole.toBytes());
            }
        }
        oddities.encode(bits);
        cells(plain, bits);
        if (!odd.isEmpty()) {
            ByteColumn.encode(odd, bits);
        }
        byte[] packed = bits.toBytes();
        // A byte for each copy at least, so that few bytes never unfold to many copies.
        out.bytes(Arrays.copyOf(packed, Math.max(packed.length, copies.size())));
    }

    private boolean fits(EntityCopy copy) {
        boolean home = copy.isUnmoved(state.id());
        boolean[] fits = {home};
        copy.cells().each((component, cell) -> fits[0] &= columns.fits(cell));
        return fits[0];
    }

    private static void ids(List<EntityId> ids, BitWriter out) {
        List<Integer> starts = new ArrayList<>();
        NumberColumn gaps = new NumberColumn();
        for (int i = 0; i < ids.size(); i++) {
            boolean first = i == 0 || ids.get(i - 1).replica() != ids.get(i).replica();
            if (first) {
                starts.add(i);
            }
            gaps.add(ids.get(i).counter() - (first ? 0 : ids.get(i - 1).counter()));
        }
        out.golomb(starts.size() - 1L, COUNT_ORDER);
        for (int i = 0; i < starts.size(); i++) {
            int end = i + 1 == starts.size() ? ids.size() : starts.get(i + 1);
            out.bits(ids.get(starts.get(i)).replica(), 64).golomb(end - starts.get(i) - 1L, 2 * COUNT_ORDER);
        }
        gaps.encode(out);
    }

    private void cells(List<EntityCopy> plain, BitWriter out) {
        TreeMap<Integer, List<Cell>> byComponent = new TreeMap<>();
        for (EntityCopy copy : plain) {
            copy.cells()
                    .each((component, cell) -> byComponent
                            .computeIfAbsent(component, key -> new ArrayList<>())
                            .add(cell));
        }
        out.golomb(byComponent.size(), COUNT_ORDER);
        for (Map.Entry<Integer, List<Cell>> entry : byComponent.entrySet()) {
            out.bits(entry.getKey(), 32);
            NumberColumn has = new NumberColumn();
            for (EntityCopy copy : plain) {
                has.add(copy.cells().cell(entry.getKey()) == null ? 0 : 1);
            }
            has.encode(out);
            columns.encode(entry.getKey(), entry.getValue(), out);
        }
    }

    /** Reads the copies into the state, whose progress is read already; false if anything is malformed. */
    boolean decode(int maxCopies, ByteReader in) {
        int count = in.count(maxCopies);
        if (count == 0 || count > in.remaining()) {
            return count == 0 && in.complete();
        }
        BitReader bits = new BitReader(in.array(), in.position(), in.position() + in.remaining());
        EntityId[] ids = ids(count, bits);
        long[] oddities = NumberColumn.decode(count, bits);
        int odd = ones(oddities, bits);
        ByteColumn.Budget budget = new ByteColumn.Budget(MAX_UNFOLDED_BYTES);
        Cells[] plain = bits.ok() ? cells(count - odd, budget, bits) : new Cells[0];
        byte[][] whole = odd == 0 || !bits.ok() ? new byte[0][] : ByteColumn.decode(odd, MAX_COPY_BYTES, budget, bits);
        if (!bits.completePadded(count)) {
            return false;
        }
        int nextPlain = 0;
        int nextOdd = 0;
        for (int i = 0; i < count; i++) {
            EntityCopy copy =
                    oddities[i] == 0 ? EntityCopy.unmoved(state.id(), plain[nextPlain++]) : odd(whole[nextOdd++]);
            if (copy == null || state.isDead(ids[i])) {
                return false;
            }
            state.put(ids[i], copy);
        }
        return true;
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

    private static @Nullable EntityCopy odd(byte[] whole) {
        ByteReader part = new ByteReader(whole);
        EntityCopy copy = EntityCopy.decode(part);
        // Bytes after the known fields belong to a later version and are not part of what is compared.
        return part.ok() ? copy : null;
    }

    private static EntityId[] ids(int count, BitReader in) {
        EntityId[] out = new EntityId[count];
        int runs = in.count(COUNT_ORDER, count - 1) + 1;
        long[] replicas = new long[count];
        boolean[] first = new boolean[count];
        int at = 0;
        for (int i = 0; i < runs && in.ok(); i++) {
            long replica = in.bits(64);
            int size = in.count(2 * COUNT_ORDER, count - 1) + 1;
            if (size > count - at || (at > 0 && Long.compareUnsigned(replicas[at - 1], replica) >= 0)) {
                in.fail();
                return out;
            }
            first[at] = true;
            Arrays.fill(replicas, at, at + size, replica);
            at += size;
        }
        long[] gaps = NumberColumn.decode(count, in);
        if (at != count) {
            in.fail();
        }
        for (int i = 0; i < count && in.ok(); i++) {
            long counter = gaps[i] + (first[i] ? 0 : out[i - 1].counter());
            if (!first[i] && Long.compareUnsigned(counter, out[i - 1].counter()) <= 0) {
                in.fail();
            }
            out[i] = new EntityId(replicas[i], counter);
        }
        return out;
    }

    private Cells[] cells(int count, ByteColumn.Budget budget, BitReader in) {
        Cells[] out = new Cells[count];
        for (int i = 0; i < count; i++) {
            out[i] = new Cells();
        }
        int components = in.count(COUNT_ORDER, MAX_COMPONENTS);
        int before = 0;
        for (int i = 0; i < components && in.ok(); i++) {
            int component = (int) in.bits(32);
            if (i > 0 && component <= before) {
                in.fail();
            }
            before = component;
            component(component, out, budget, in);
        }
        return out;
    }

    private void component(int component, Cells[] out, ByteColumn.Budget budget, BitReader in) {
        long[] has = NumberColumn.decode(out.length, in);
        int count = ones(has, in);
        if (count == 0) {
            in.fail();
        }
        List<Cell> cells = in.ok() ? columns.decode(component, count, budget, in) : List.of();
        int next = 0;
        for (int i = 0; i < out.length && in.ok(); i++) {
            if (has[i] == 1) {
                out[i].put(component, cells.get(next++));
            }
        }
    }
}
