package worldmesh.world.state;

import java.util.Arrays;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.BitWriter;
import worldmesh.world.bytes.ByteColumn;
import worldmesh.world.bytes.NumberColumn;
import worldmesh.world.crdt.Cell;
import worldmesh.world.crdt.PnCounter;

/** Counters: for each a chain of what its replicas added here, and apart what came along from other sectors. */
final class CounterColumn extends CellColumn {
    private static final int NONE = -1;
    private static final int PART = 3;
    private static final int PLUS = 1;
    private static final int MINUS = 2;

    private final Authors authors;
    private final SectorState state;
    /** The first part of each; an empty cell, which only another sector's parts made, is {@link #APART}. */
    private int[] heads = new int[0];

    private static final int APART = -2;

    /** Of each part, side by side: above 32 bits its writer, below the next part; what was added; and subtracted. */
    private long[] parts = new long[8 * PART];

    private int limit;
    private int free = NONE;
    private final Int2ObjectHashMap<PnCounter> elsewhere = new Int2ObjectHashMap<>();

    CounterColumn(int component, SectorState state) {
        super(component);
        this.state = state;
        this.authors = state.authors();
    }

    @Override
    void reserve(int slots) {
        int before = heads.length;
        heads = Arrays.copyOf(heads, slots);
        Arrays.fill(heads, before, slots, NONE);
    }

    @Override
    boolean has(int slot) {
        return heads[slot] != NONE;
    }

    @Override
    long look(int slot) {
        int head = heads[slot];
        return head < 0 ? 0 : parts[PART * head];
    }

    /** The part of a replica, made in its place if there is none. */
    private int part(int slot, int writer) {
        int before = NONE;
        int at = heads[slot];
        while (at >= 0) {
            int order = authors.compare(writer(at), writer);
            if (order == 0) {
                return at;
            }
            if (order > 0) {
                break;
            }
            before = at;
            at = next(at);
        }
        int fresh = take();
        name(fresh, writer, at);
        amounts(fresh, 0, 0);
        if (before < 0) {
            heads[slot] = fresh;
        } else {
            link(before, fresh);
        }
        return fresh;
    }

    private int take() {
        if (free >= 0) {
            int taken = free;
            free = next(taken);
            return taken;
        }
        if (PART * limit == parts.length) {
            room(2 * limit);
        }
        return limit++;
    }

    private void room(int count) {
        parts = Arrays.copyOf(parts, PART * count);
    }

    private int next(int part) {
        return (int) parts[PART * part];
    }

    private int writer(int part) {
        return (int) (parts[PART * part] >>> 32);
    }

    private long plus(int part) {
        return parts[PART * part + PLUS];
    }

    private long minus(int part) {
        return parts[PART * part + MINUS];
    }

    private void name(int part, int writer, int next) {
        parts[PART * part] = (long) writer << 32 | (next & 0xFFFF_FFFFL);
    }

    private void amounts(int part, long added, long subtracted) {
        parts[PART * part + PLUS] = added;
        parts[PART * part + MINUS] = subtracted;
    }

    private void link(int part, int next) {
        name(part, writer(part), next);
    }

    private static long saturated(long sum, long amount) {
        return sum > Long.MAX_VALUE - amount ? Long.MAX_VALUE : sum + amount;
    }

    /** Adds an amount of a replica; each op exactly once. */
    void add(int slot, int writer, long amount) {
        int at = part(slot, writer);
        if (amount >= 0) {
            parts[PART * at + PLUS] = saturated(plus(at), amount);
        } else {
            long less = amount == Long.MIN_VALUE ? Long.MAX_VALUE : -amount;
            parts[PART * at + MINUS] = saturated(minus(at), less);
        }
    }

    private void raise(int slot, int writer, long added, long subtracted) {
        int at = part(slot, writer);
        amounts(at, Math.max(plus(at), added), Math.max(minus(at), subtracted));
    }

    /** The sum; wraps around like long arithmetic. */
    long sum(int slot) {
        long sum = 0;
        for (int at = heads[slot]; at >= 0; at = next(at)) {
            sum += plus(at) - minus(at);
        }
        PnCounter other = elsewhere.isEmpty() ? null : elsewhere.get(slot);
        return other == null ? sum : sum + other.sum();
    }

    @Override
    @Nullable Cell cell(int slot) {
        if (heads[slot] == NONE) {
            return null;
        }
        PnCounter out = new PnCounter();
        for (int at = heads[slot]; at >= 0; at = next(at)) {
            out.part(authors.id(writer(at)), state.id(), plus(at), minus(at));
        }
        PnCounter other = elsewhere.get(slot);
        if (other != null) {
            out.join(other);
        }
        return out;
    }

    @Override
    void join(int slot, Cell other) {
        if (heads[slot] == NONE) {
            heads[slot] = APART;
        }
        ((PnCounter) other).each((replica, sector, added, subtracted) -> {
            if (sector.equals(state.id())) {
                raise(slot, authors.of(replica), added, subtracted);
            } else {
                elsewhere.computeIfAbsent(slot, key -> new PnCounter()).part(replica, sector, added, subtracted);
            }
        });
    }

    @Override
    void drop(int slot) {
        for (int at = heads[slot]; at >= 0; ) {
            int next = next(at);
            link(at, free);
            free = at;
            at = next;
        }
        heads[slot] = NONE;
        elsewhere.remove(slot);
    }

    @Override
    long newestClock(int slot) {
        return 0;
    }

    @Override
    void writeValue(int slot, ByteWriter out) {
        out.zigzag(sum(slot));
    }

    @Override
    boolean fits(int slot, Places places) {
        for (int at = heads[slot]; at >= 0; at = next(at)) {
            if (places.of(writer(at)) < 0) {
                return false;
            }
        }
        return !elsewhere.containsKey(slot);
    }

    @Override
    void encode(int[] slots, Places places, BitWriter out) {
        NumberColumn counts = new NumberColumn();
        NumberColumn adders = new NumberColumn();
        NumberColumn additions = new NumberColumn();
        NumberColumn subtractions = new NumberColumn();
        for (int slot : slots) {
            int parts = 0;
            for (int at = heads[slot]; at >= 0; at = next(at)) {
                parts++;
                adders.add(places.of(writer(at)));
                additions.add(plus(at));
                subtractions.add(minus(at));
            }
            counts.add(parts);
        }
        counts.encode(out);
        adders.encode(out);
        additions.encode(out);
        subtractions.encode(out);
    }

    @Override
    void decode(int[] slots, Places places, ByteColumn.Budget budget, BitReader in) {
        int[] counts = Counts.decode(slots.length, in);
        int all = Counts.sum(counts);
        long[] adders = NumberColumn.decode(all, in);
        long[] additions = NumberColumn.decode(all, in);
        long[] subtractions = NumberColumn.decode(all, in);
        room(Math.max(limit + all, parts.length / PART));
        int at = 0;
        for (int i = 0; i < slots.length && in.ok(); i++) {
            int before = NONE;
            heads[slots[i]] = APART;
            for (int end = at + counts[i]; at < end && in.ok(); at++) {
                boolean rising = before == NONE || adders[at] > adders[at - 1];
                if (!rising || additions[at] < 0 || subtractions[at] < 0) {
                    in.fail();
                }
                int part = take();
                name(part, places.author(adders[at], in), NONE);
                amounts(part, additions[at], subtractions[at]);
                if (before == NONE) {
                    heads[slots[i]] = part;
                } else {
                    link(before, part);
                }
                before = part;
            }
        }
    }
}
