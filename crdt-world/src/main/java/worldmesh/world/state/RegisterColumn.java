package worldmesh.world.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.BitWriter;
import worldmesh.world.bytes.ByteColumn;
import worldmesh.world.bytes.NumberColumn;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.Stamp;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.RecordCodec;
import worldmesh.world.component.Row;
import worldmesh.world.crdt.Cell;
import worldmesh.world.crdt.Register;
import worldmesh.world.delta.OpBuffer;

/** Registers: the stamp and the bytes of the winning write. */
final class RegisterColumn extends CellColumn {
    private static final int NONE = StampedValues.NOBODY;

    private final Authors authors;
    private final RecordReads reads;
    private final StampedValues values = new StampedValues();
    private int room;
    /** The two upper numbers of the stamps, kept from the first one on that is not 0. */
    private long @Nullable [] majors;

    private long @Nullable [] minors;
    /** Records that were asked for, until the next write. */
    private @Nullable Record @Nullable [] views;

    RegisterColumn(int component, Authors authors, RecordReads reads) {
        super(component);
        this.authors = authors;
        this.reads = reads;
    }

    @Override
    void reserve(int slots) {
        if (slots > room) {
            room = longer(room, slots);
            majors = majors == null ? null : Arrays.copyOf(majors, room);
            minors = minors == null ? null : Arrays.copyOf(minors, room);
            views = views == null ? null : Arrays.copyOf(views, room);
        }
        values.reserve(slots);
    }

    @Override
    boolean has(int slot) {
        return values.writer(slot) != NONE;
    }

    @Override
    long look(int slot) {
        return values.look(slot);
    }

    private long major(int slot) {
        return majors == null ? 0 : majors[slot];
    }

    private long minor(int slot) {
        return minors == null ? 0 : minors[slot];
    }

    /** Takes a write of the lowest order, of SHARED and FIXED cells and by right of birth, if it wins. */
    void write(int slot, int writer, long clock, OpBuffer ops, int op) {
        int order = values.writer(slot) == NONE ? 1 : order(slot, writer, clock);
        if (order == 0) {
            order = -values.compare(slot, ops.bytes(), ops.start(op), ops.length(op));
        }
        if (order > 0) {
            values.set(slot, ops.bytes(), ops.start(op), ops.length(op));
            stamp(slot, writer, clock);
            raise(slot, 0, 0);
        }
    }

    /** Replaces this replica's own write of the lowest order that nobody else has seen yet; a newer one stays. */
    void rewrite(int slot, int writer, long clock, OpBuffer ops, int op) {
        if (order(slot, writer, clock) >= 0) {
            values.set(slot, ops.bytes(), ops.start(op), ops.length(op));
            stamp(slot, writer, clock);
        }
    }

    private int order(int slot, int writer, long clock) {
        if (majors != null && (majors[slot] != 0 || minor(slot) != 0)) {
            return -1;
        }
        int order = Long.compareUnsigned(clock, values.clock(slot));
        return order == 0 ? authors.compare(writer, values.writer(slot)) : order;
    }

    /** Takes a write with any stamp if it wins. */
    void write(int slot, Stamp stamp, byte[] bytes) {
        if (values.writer(slot) != NONE) {
            int order = stamp.compareTo(stamp(slot));
            if (order < 0 || (order == 0 && values.compare(slot, bytes, 0, bytes.length) >= 0)) {
                return;
            }
        }
        set(slot, stamp, bytes);
    }

    /** Replaces this replica's own write that nobody else has seen yet; a newer one stays. */
    void rewrite(int slot, Stamp stamp, byte[] bytes) {
        if (stamp.compareTo(stamp(slot)) >= 0) {
            set(slot, stamp, bytes);
        }
    }

    private void set(int slot, Stamp stamp, byte[] bytes) {
        values.set(slot, bytes, 0, bytes.length);
        stamp(slot, authors.of(stamp.replica()), stamp.clock());
        raise(slot, stamp.major(), stamp.minor());
    }

    private void stamp(int slot, int writer, long clock) {
        values.stamp(slot, writer, clock);
        forgetView(slot);
    }

    private void raise(int slot, long major, long minor) {
        if (majors == null && (major != 0 || minor != 0)) {
            majors = new long[room];
            minors = new long[room];
        }
        if (majors != null && minors != null) {
            majors[slot] = major;
            minors[slot] = minor;
        }
    }

    @Override
    void settle(int slot, SettledBelow cut) {
        boolean lowest = major(slot) == 0 && minor(slot) == 0;
        if (values.writer(slot) != NONE && lowest && cut.covers(values.writer(slot), values.clock(slot))) {
            values.stamp(slot, authors.of(Authors.NOBODY), 0);
        }
    }

    @Override
    int unsettled(int slot) {
        boolean lowest = major(slot) == 0 && minor(slot) == 0;
        return values.writer(slot) != NONE && lowest && !isSettled(slot) ? 1 : 0;
    }

    private boolean isSettled(int slot) {
        return values.clock(slot) == 0 && authors.id(values.writer(slot)) == Authors.NOBODY;
    }

    Stamp stamp(int slot) {
        return new Stamp(major(slot), minor(slot), values.clock(slot), authors.id(values.writer(slot)));
    }

    /** Reads the value into a row; false if its bytes are none. */
    boolean read(int slot, Row into) {
        return into.decode(values.array(slot), values.offset(slot), values.length(slot));
    }

    /** The value as a record of the type, null if its bytes are not one; decoded once. */
    @Nullable Record view(int slot, ComponentType<?> type) {
        if (values.writer(slot) == NONE) {
            return null;
        }
        if (views == null) {
            views = new Record[room];
        }
        Record view = views[slot];
        if (view == null) {
            int length = values.length(slot);
            view = type.codec().decode(new ByteReader(values.array(slot), values.offset(slot), length));
            views[slot] = view;
            reads.decoded(view != null);
        } else {
            reads.hit();
        }
        return view;
    }

    /** A record of a value that is not there any more is never shown again. */
    private void forgetView(int slot) {
        if (views != null && views[slot] != null) {
            views[slot] = null;
            reads.dropped();
        }
    }

    @Override
    @Nullable Cell cell(int slot) {
        return values.writer(slot) == NONE ? null : new Register(stamp(slot), Payload.wrap(values.copy(slot)));
    }

    @Override
    void join(int slot, Cell other) {
        Register register = (Register) other;
        write(slot, register.stamp(), register.value().array());
    }

    @Override
    void drop(int slot) {
        values.drop(slot);
        raise(slot, 0, 0);
        forgetView(slot);
    }

    @Override
    long newestClock(int slot) {
        return values.writer(slot) == NONE ? 0 : values.clock(slot);
    }

    @Override
    void writeValue(int slot, ByteWriter out) {
        values.write(slot, out);
    }

    @Override
    boolean fits(int slot, Places places) {
        boolean lowest = major(slot) == 0 && minor(slot) == 0;
        return lowest && (isSettled(slot) || places.of(values.writer(slot)) >= 0);
    }

    @Override
    void encode(int[] slots, Places places, BitWriter out) {
        NumberColumn stampers = new NumberColumn();
        NumberColumn steps = new NumberColumn();
        long before = 0;
        for (int slot : slots) {
            boolean settled = isSettled(slot);
            stampers.add(settled ? places.nobody() : places.of(values.writer(slot)));
            // A settled write has no clock: the next one's is told from that of the one before.
            long clock = settled ? before : values.clock(slot);
            steps.addSigned(clock - before);
            before = clock;
        }
        stampers.encode(out);
        steps.encode(out);
        ByteColumn.encode(
                slots.length,
                new ByteColumn.Strings() {
                    @Override
                    public int length(int i) {
                        return values.length(slots[i]);
                    }

                    @Override
                    public byte[] array(int i) {
                        return values.array(slots[i]);
                    }

                    @Override
                    public int offset(int i) {
                        return values.offset(slots[i]);
                    }
                },
                out);
    }

    @Override
    void decode(int[] slots, Places places, ByteColumn.Budget budget, BitReader in) {
        long[] stampers = NumberColumn.decode(slots.length, in);
        long[] steps = NumberColumn.decode(slots.length, in);
        ByteColumn.decode(
                slots.length,
                RecordCodec.MAX_BYTES,
                budget,
                in,
                (i, bytes, length) -> values.set(slots[i], bytes, 0, length));
        long clock = 0;
        for (int i = 0; i < slots.length && in.ok(); i++) {
            clock += NumberColumn.signed(steps[i]);
            boolean settled = places.isNobody(stampers[i]);
            int writer = settled ? authors.of(Authors.NOBODY) : places.author(stampers[i], in);
            values.stamp(slots[i], writer, settled ? 0 : clock);
        }
    }
}
