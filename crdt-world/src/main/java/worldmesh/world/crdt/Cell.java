package worldmesh.world.crdt;

import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.Payload;

/** One mergeable component of one entity. Its states form a lattice: {@link #join} is its least upper bound. */
public sealed interface Cell
        permits Register, PnCounter, DotSet, Extremum, BoundedCounter, GridCells, DotMap, SequenceCell, TreeCell {
    /** The value as the component's record encodes it. */
    Payload value();

    /** Raises this cell to the join with another of the same class; another class is an error of the caller. */
    void join(Cell other);

    /** An independent copy. */
    Cell copy();

    /** Writes the whole state, canonically: equal states give equal bytes. */
    void encode(ByteWriter out);

    /** The greatest clock in the state, 0 for none: no state is newer than the batch that carries it. */
    long newestClock();
}
