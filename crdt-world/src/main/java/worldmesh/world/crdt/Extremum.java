package worldmesh.world.crdt;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.Payload;
import worldmesh.world.component.CellKind;

/**
 * The greatest, or the least, of all longs that were offered: the simplest join, without stamps or dots (Shapiro,
 * Preguiça, Baquero, Zawirski: A comprehensive study of convergent and commutative replicated data types, INRIA
 * RR-7506, 2011, §2.3). Not thread-safe.
 */
public final class Extremum implements Cell {
    private final boolean max;
    private long value;

    /** A register of kind {@link CellKind#MAX} or {@link CellKind#MIN} that holds its first offer. */
    public Extremum(CellKind kind, long value) {
        this(kind == CellKind.MAX, value);
    }

    private Extremum(boolean max, long value) {
        this.max = max;
        this.value = value;
    }

    /** Takes the offer if it beats what is held. */
    public void offer(long other) {
        value = max ? Math.max(value, other) : Math.min(value, other);
    }

    /** The best offer. */
    public long best() {
        return value;
    }

    @Override
    public Payload value() {
        return Payload.wrap(new ByteWriter(16).zigzag(value).toBytes());
    }

    @Override
    public void join(Cell other) {
        offer(((Extremum) other).value);
    }

    @Override
    public Cell copy() {
        return new Extremum(max, value);
    }

    @Override
    public void encode(ByteWriter out) {
        out.zigzag(value);
    }

    static Extremum decode(CellKind kind, ByteReader in) {
        return new Extremum(kind, in.zigzag());
    }

    @Override
    public long newestClock() {
        return 0;
    }
}
