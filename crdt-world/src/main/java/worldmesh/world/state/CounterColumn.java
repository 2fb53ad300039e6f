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

/**
 * Counters: for each a row of its sum and what one replica added here, behind which a chain of what others added, by
 * their ids; and apart what came along from other sectors.
 */
final class CounterColumn extends CellColumn {
    private static final int NONE = -1;
    /** The part that lies in the row. */
    private static final int FIRST = -2;

    private static final int ROW = 4;
    private static final int PART = 3;
    private static final int PLUS = 1;
    private static final int MINUS = 2;
    private static final int SUM = 3;

    /** Instead of a name: an empty cell, which only another sector's parts made. */
    private static final long EMPTY = Long.MIN_VALUE;

    private final Authors authors;
    private final SectorState state;
    /**
     * Of each slot, side by side in pages of slots: the name of its first part, what that added and subtracted, and the
     * sum of all.
     */
    private long[][] pages = new long[1][0];

    private int slots;

    /** Of each further part the same but for the sum. A name is the writer above 32 bits, below the next part. */
    private final LongRows parts = new LongRows(PART);

    private final Int2ObjectHashMap<PnCounter> elsewhere = new Int2ObjectHashMap<>();

    CounterColumn(int component, SectorState state) {
        super(component);
        this.state = state;
        this.authors = state.authors();
    }

    @Override
    void reserve(int room) {
        if (room <= slots) {
            return;
        }
        pages = Arrays.copyOf(pages, Math.max(pages.length, SlotRows.pages(room)));
        for (int page = slots >>> SlotRows.PAGE_BITS; page < SlotRows.pages(room); page++) {
            int size = ROW * SlotRows.slotsOf(page, room);
            pages[page] = pages[page] == null ? new long[size] : Arrays.copyOf(pages[page], size);
        }
        slots = room;
    }

    private long row(int slot, int field) {
        return pages[slot >>> SlotRows.PAGE_BITS][ROW * (slot & SlotRows.IN_PAGE) + field];
    }

    private void row(int slot, int field, long value) {
        pages[slot >>> SlotRows.PAGE_BITS][ROW * (slot & SlotRows.IN_PAGE) + field] = value;
    }

    @Override
    boolean has(int slot) {
        return row(slot, 0) != 0;
    }

    @Override
    long look(int slot) {
        return row(slot, 0) + row(slot, SUM);
    }

    /** Both numbers plus one, so that 0 is no name. */
    private static long name(int writer, int next) {
        return (writer + 1L) << 32 | (next + 1);
    }

    private static int writer(long name) {
        return (int) (name >>> 32) - 1;
    }

    private static int next(long name) {
        return (int) name - 1;
    }

    /** The first part of a slot, {@link #NONE} if it has none. */
    private int first(int slot) {
        return row(slot, 0) > 0 ? FIRST : NONE;
    }

    private long field(int slot, int part, int field) {
        return part == FIRST ? row(slot, field) : parts.get(part, field);
    }

    private int next(int slot, int part) {
        return next(field(slot, part, 0));
    }

    private void set(int slot, int part, int field, long value) {
        if (part == FIRST) {
            row(slot, field, value);
        } else {
            parts.set(part, field, value);
        }
    }

    /** The part of a replica, made in its place if there is none. */
    private int part(int slot, int writer) {
        long head = row(slot, 0);
        int order = head <= 0 ? 1 : authors.compare(writer(head), writer);
        if (order == 0) {
            return FIRST;
        }
        if (order > 0) {
            int behind = head <= 0 ? NONE : part(head, row(slot, PLUS), row(slot, MINUS));
            row(slot, 0, name(writer, behind));
            row(slot, PLUS, 0);
            row(slot, MINUS, 0);
            return FIRST;
        }
        int before = FIRST;
        int at = next(head);
        while (at != NONE) {
            order = authors.compare(writer(parts.get(at, 0)), writer);
            if (order == 0) {
                return at;
            }
            if (order > 0) {
                break;
            }
            before = at;
            at = next(parts.get(at, 0));
        }
        int fresh = part(name(writer, at), 0, 0);
        set(slot, before, 0, name(writer(field(slot, before, 0)), fresh));
        return fresh;
    }

    private int part(long name, long added, long subtracted) {
        int fresh = parts.take();
        parts.set(fresh, 0, name);
        parts.set(fresh, PLUS, added);
        parts.set(fresh, MINUS, subtracted);
        return fresh;
    }

    private static long saturated(long sum, long amount) {
        return sum > Long.MAX_VALUE - amount ? Long.MAX_VALUE : sum + amount;
    }

    /** Adds an amount of a replica; each op exactly once. */
    void add(int slot, int writer, long amount) {
        int part = part(slot, writer);
        if (amount >= 0) {
            raise(slot, part, PLUS, saturated(field(slot, part, PLUS), amount));
        } else {
            long less = amount == Long.MIN_VALUE ? Long.MAX_VALUE : -amount;
            raise(slot, part, MINUS, saturated(field(slot, part, MINUS), less));
        }
    }

    /** Raises what a part added or subtracted, and with it the sum. */
    private void raise(int slot, int part, int field, long to) {
        long more = to - field(slot, part, field);
        if (more > 0) {
            set(slot, part, field, to);
            row(slot, SUM, row(slot, SUM) + (field == PLUS ? more : -more));
        }
    }

    /** The sum; wraps around like long arithmetic. */
    long sum(int slot) {
        PnCounter other = elsewhere.isEmpty() ? null : elsewhere.get(slot);
        long sum = row(slot, SUM);
        return other == null ? sum : sum + other.sum();
    }

    @Override
    @Nullable Cell cell(int slot) {
        if (!has(slot)) {
            return null;
        }
        PnCounter out = new PnCounter();
        for (int at = first(slot); at != NONE; at = next(slot, at)) {
            long replica = authors.id(writer(field(slot, at, 0)));
            out.part(replica, state.id(), field(slot, at, PLUS), field(slot, at, MINUS));
        }
        PnCounter other = elsewhere.get(slot);
        if (other != null) {
            out.join(other);
        }
        return out;
    }

    @Override
    void join(int slot, Cell other) {
        if (!has(slot)) {
            row(slot, 0, EMPTY);
        }
        ((PnCounter) other).each((replica, sector, added, subtracted) -> {
            if (sector.equals(state.id())) {
                int part = part(slot, authors.of(replica));
                raise(slot, part, PLUS, added);
                raise(slot, part, MINUS, subtracted);
            } else {
                elsewhere.computeIfAbsent(slot, key -> new PnCounter()).part(replica, sector, added, subtracted);
            }
        });
    }

    @Override
    void drop(int slot) {
        for (int at = first(slot) == NONE ? NONE : next(slot, FIRST); at != NONE; ) {
            int next = next(slot, at);
            parts.release(at);
            at = next;
        }
        for (int field = 0; field < ROW; field++) {
            row(slot, field, 0);
        }
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
        for (int at = first(slot); at != NONE; at = next(slot, at)) {
            if (places.of(writer(field(slot, at, 0))) < 0) {
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
            int count = 0;
            for (int at = first(slot); at != NONE; at = next(slot, at)) {
                count++;
                adders.add(places.of(writer(field(slot, at, 0))));
                additions.add(field(slot, at, PLUS));
                subtractions.add(field(slot, at, MINUS));
            }
            counts.add(count);
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
        int more = 0;
        for (int count : counts) {
            more += Math.max(0, count - 1);
        }
        parts.reserve(more);
        int at = 0;
        for (int i = 0; i < slots.length && in.ok(); i++) {
            row(slots[i], 0, EMPTY);
            int before = NONE;
            for (int end = at + counts[i]; at < end && in.ok(); at++) {
                boolean rising = before == NONE || adders[at] > adders[at - 1];
                if (!rising || additions[at] < 0 || subtractions[at] < 0) {
                    in.fail();
                }
                before = append(slots[i], before, places.author(adders[at], in));
                set(slots[i], before, PLUS, additions[at]);
                set(slots[i], before, MINUS, subtractions[at]);
                row(slots[i], SUM, row(slots[i], SUM) + additions[at] - subtractions[at]);
            }
        }
    }

    /** Adds an empty part behind the last one of a slot; answers it. */
    private int append(int slot, int last, int writer) {
        if (last == NONE) {
            row(slot, 0, name(writer, NONE));
            return FIRST;
        }
        int fresh = part(name(writer, NONE), 0, 0);
        set(slot, last, 0, name(writer(field(slot, last, 0)), fresh));
        return fresh;
    }
}
