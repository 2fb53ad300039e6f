package worldmesh.world.crdt;

import java.util.Map;
import java.util.TreeMap;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.Payload;
import worldmesh.world.sector.SectorId;

/**
 * A sum of additions. Each replica's additions and subtractions in each sector only grow, and saturate at the greatest
 * long; keeping sectors apart lets an entity move while others still add to the copy it left. Not thread-safe.
 */
public final class PnCounter implements Cell {
    /** More contributions than replicas ever wrote one counter; a longer state is refused. */
    private static final int MAX_CONTRIBUTIONS = 1 << 16;

    private final TreeMap<Source, Sums> sums = new TreeMap<>();

    private record Source(long replica, SectorId sector) implements Comparable<Source> {
        @Override
        public int compareTo(Source other) {
            int order = Long.compareUnsigned(replica, other.replica);
            return order != 0 ? order : sector.compareTo(other.sector);
        }
    }

    private record Sums(long plus, long minus) {
        static final Sums ZERO = new Sums(0, 0);

        Sums with(long amount) {
            return amount >= 0
                    ? new Sums(saturated(plus, amount), minus)
                    : new Sums(plus, saturated(minus, amount == Long.MIN_VALUE ? Long.MAX_VALUE : -amount));
        }

        private static long saturated(long sum, long amount) {
            return sum > Long.MAX_VALUE - amount ? Long.MAX_VALUE : sum + amount;
        }

        Sums join(Sums other) {
            return new Sums(Math.max(plus, other.plus), Math.max(minus, other.minus));
        }
    }

    /** Adds an amount of a replica in a sector; each op exactly once. */
    public void add(long replica, SectorId sector, long amount) {
        Source source = new Source(replica, sector);
        sums.put(source, sums.getOrDefault(source, Sums.ZERO).with(amount));
    }

    /** Forgets what was added in a sector: there the ops themselves arrive. */
    public void dropSector(SectorId sector) {
        sums.keySet().removeIf(source -> source.sector().equals(sector));
    }

    /** The sum; wraps around like long arithmetic. */
    public long sum() {
        long out = 0;
        for (Sums part : sums.values()) {
            out += part.plus() - part.minus();
        }
        return out;
    }

    @Override
    public Payload value() {
        return Payload.wrap(new ByteWriter(16).zigzag(sum()).toBytes());
    }

    @Override
    public void join(Cell other) {
        ((PnCounter) other).sums.forEach((source, part) -> sums.merge(source, part, Sums::join));
    }

    @Override
    public Cell copy() {
        PnCounter out = new PnCounter();
        out.sums.putAll(sums);
        return out;
    }

    @Override
    public void encode(ByteWriter out) {
        out.varint(sums.size());
        for (Map.Entry<Source, Sums> entry : sums.entrySet()) {
            out.i64(entry.getKey().replica());
            entry.getKey().sector().encode(out);
            out.varint(entry.getValue().plus()).varint(entry.getValue().minus());
        }
    }

    static PnCounter decode(ByteReader in) {
        PnCounter out = new PnCounter();
        int count = in.count(MAX_CONTRIBUTIONS);
        for (int i = 0; i < count && in.ok(); i++) {
            long replica = in.i64();
            Source source = new Source(replica, SectorId.decode(in));
            Sums part = new Sums(in.varint(), in.varint());
            boolean ordered = out.sums.isEmpty() || out.sums.lastKey().compareTo(source) < 0;
            if (!ordered || part.plus() < 0 || part.minus() < 0) {
                in.fail();
            }
            out.sums.put(source, part);
        }
        return out;
    }

    @Override
    public long newestClock() {
        return 0;
    }
}
