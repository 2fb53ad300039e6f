package worldmesh.world.causal;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * The order of writes to one register, compared field by field as unsigned numbers. SHARED writes are (0, 0, clock,
 * replica), OWNED ones (generation, claim clock, clock, replica), CRITICAL ones (epoch, log index, 0, replica).
 */
public record Stamp(long major, long minor, long clock, long replica) implements Comparable<Stamp> {
    /** Before every write. */
    public static final Stamp NONE = new Stamp(0, 0, 0, 0);

    @Override
    public int compareTo(Stamp other) {
        int order = Long.compareUnsigned(major, other.major);
        if (order == 0) {
            order = Long.compareUnsigned(minor, other.minor);
        }
        if (order == 0) {
            order = Long.compareUnsigned(clock, other.clock);
        }
        return order == 0 ? Long.compareUnsigned(replica, other.replica) : order;
    }

    /** Writes the four numbers. */
    public void encode(ByteWriter out) {
        out.varint(major).varint(minor).i64(clock).i64(replica);
    }

    /** Reads what {@link #encode} wrote. */
    public static Stamp decode(ByteReader in) {
        long major = in.varint();
        long minor = in.varint();
        long clock = in.i64();
        return new Stamp(major, minor, clock, in.i64());
    }
}
