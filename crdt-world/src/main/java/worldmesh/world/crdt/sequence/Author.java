package worldmesh.world.crdt.sequence;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.sector.SectorId;

/** Who wrote units: a replica in one sector, whose units are counted from 0 without a gap. */
public record Author(long replica, SectorId sector) implements Comparable<Author> {
    /** No replica has the id 0. */
    static final Author NOBODY = new Author(0, SectorId.ORIGIN);

    @Override
    public int compareTo(Author other) {
        int order = Long.compareUnsigned(replica, other.replica);
        return order != 0 ? order : sector.compareTo(other.sector);
    }

    void encode(ByteWriter out) {
        out.i64(replica);
        sector.encode(out);
    }

    static Author decode(ByteReader in) {
        long replica = in.i64();
        return new Author(replica, SectorId.decode(in));
    }
}
