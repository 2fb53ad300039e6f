package worldmesh.world.crdt;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.Payload;
import worldmesh.world.component.CellKind;
import worldmesh.world.component.ComponentType;
import worldmesh.world.crdt.sequence.Author;
import worldmesh.world.crdt.sequence.EditLog;
import worldmesh.world.crdt.sequence.Sequence;
import worldmesh.world.crdt.sequence.Splice;
import worldmesh.world.crdt.sequence.Splices;
import worldmesh.world.crdt.sequence.Units;
import worldmesh.world.crdt.sequence.ValueUnits;
import worldmesh.world.sector.SectorId;

/**
 * A text or list that several change at once, by Fugue: {@link Sequence}. Each replica's units in each sector are a log
 * of their own, so that an entity may move while others still type into the copy it left. Not thread-safe.
 */
public final class SequenceCell implements Cell {
    private final CellKind kind;
    private Sequence sequence;
    private @Nullable Payload value;
    private @Nullable Record view;
    private boolean followed;
    /** What was seen when following began, once the sequence was joined with another. */
    private @Nullable Units past;

    private int edits;

    /** An empty text or list. */
    public SequenceCell(CellKind kind) {
        this(kind, kind == CellKind.LIST ? Sequence.ofValues() : new Sequence());
    }

    private SequenceCell(CellKind kind, Sequence sequence) {
        this.kind = kind;
        this.sequence = sequence;
    }

    /** The units and their order; who changes them says so to {@link #edited}. */
    public Sequence sequence() {
        return sequence;
    }

    /** Makes the edits of a replica in a sector; those it made already, or out of its order, change nothing. */
    public void edit(EditLog log, long replica, SectorId sector) {
        if (log.apply(sequence, new Author(replica, sector))) {
            edited();
        }
    }

    /** The sequence was changed. */
    public void edited() {
        edits++;
        value = null;
        view = null;
    }

    /** Rises with every change. */
    public int edits() {
        return edits;
    }

    /** From now on remembers what is different. */
    public void follow() {
        followed = true;
        past = null;
        sequence.follow();
    }

    /** True from {@link #follow} to {@link #unfollow}. */
    public boolean isFollowed() {
        return followed;
    }

    /** Forgets what is different. */
    public void unfollow() {
        followed = false;
        past = null;
        sequence.unfollow();
    }

    /** What is different since {@link #follow}, by position. */
    public List<Splice> splices() {
        return past == null ? sequence.splices() : Splices.between(past, sequence.seen());
    }

    /** What was seen when following began. */
    public Units before() {
        return past == null ? Splices.undone(sequence.seen(), sequence.splices()) : past;
    }

    /** Before the sequence becomes another one: whose units came when is not known from then on. */
    private void settle() {
        if (followed) {
            past = before();
            sequence.unfollow();
        }
    }

    /** Forgets what was typed in a sector: there the edits themselves arrive. */
    public void dropSector(SectorId sector) {
        settle();
        sequence = sequence.without(author -> author.sector().equals(sector));
        edited();
    }

    /** The value as a record of the type; made once for each change. */
    public @Nullable Record view(ComponentType<?> type) {
        if (view == null) {
            view = type.codec().decode(value().array());
        }
        return view;
    }

    @Override
    public Payload value() {
        if (value == null) {
            value = value(sequence.seen());
        }
        return value;
    }

    /** The bytes of a value that is these units. */
    public static Payload value(Units units) {
        ByteWriter out = new ByteWriter(units.length() + 8);
        if (units instanceof ValueUnits values) {
            out.varint(values.length());
            values.values().forEach(out::block);
        } else {
            out.text(units.toString());
        }
        return Payload.wrap(out.toBytes());
    }

    @Override
    public void join(Cell other) {
        settle();
        sequence = sequence.join(((SequenceCell) other).sequence);
        edited();
    }

    @Override
    public Cell copy() {
        SequenceCell out = new SequenceCell(kind);
        out.join(this);
        return out;
    }

    @Override
    public void encode(ByteWriter out) {
        sequence.encode(out);
    }

    static SequenceCell decode(CellKind kind, ByteReader in) {
        return new SequenceCell(kind, kind == CellKind.LIST ? Sequence.decodeValues(in) : Sequence.decode(in));
    }

    @Override
    public long newestClock() {
        return 0;
    }
}
