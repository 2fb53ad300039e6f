package worldmesh.world.crdt;

import org.jspecify.annotations.Nullable;
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

    /** By unsigned replica id, then sector; mostly one. */
    private @Nullable Sums first;

    private static final class Sums {
        private final long replica;
        private final SectorId sector;
        private long plus;
        private long minus;
        private @Nullable Sums next;

        Sums(long replica, SectorId sector, @Nullable Sums next) {
            this.replica = replica;
            this.sector = sector;
            this.next = next;
        }

        int compareTo(long otherReplica, SectorId otherSector) {
            int order = Long.compareUnsigned(replica, otherReplica);
            return order != 0 ? order : sector.compareTo(otherSector);
        }
    }

    private static long saturated(long sum, long amount) {
        return sum > Long.MAX_VALUE - amount ? Long.MAX_VALUE : sum + amount;
    }

    /** What a replica says in a sector; made in its place if there is nothing. */
    private Sums of(long replica, SectorId sector) {
        Sums before = null;
        Sums at = first;
        while (at != null) {
            int order = at.compareTo(replica, sector);
            if (order == 0) {
                return at;
            }
            if (order > 0) {
                break;
            }
            before = at;
            at = at.next;
        }
        Sums fresh = new Sums(replica, sector, at);
        if (before == null) {
            first = fresh;
        } else {
            before.next = fresh;
        }
        return fresh;
    }

    /** Adds an amount of a replica in a sector; each op exactly once. */
    public void add(long replica, SectorId sector, long amount) {
        Sums sums = of(replica, sector);
        if (amount >= 0) {
            sums.plus = saturated(sums.plus, amount);
        } else {
            sums.minus = saturated(sums.minus, amount == Long.MIN_VALUE ? Long.MAX_VALUE : -amount);
        }
    }

    /** Forgets what was added in a sector: there the ops themselves arrive. */
    public void dropSector(SectorId sector) {
        Sums before = null;
        for (Sums at = first; at != null; at = at.next) {
            if (!at.sector.equals(sector)) {
                before = at;
            } else if (before == null) {
                first = at.next;
            } else {
                before.next = at.next;
            }
        }
    }

    /** Takes what a replica added and subtracted in a sector. */
    public interface Visitor {
        /** One part. */
        void part(long replica, SectorId sector, long plus, long minus);
    }

    /** Visits all parts by unsigned replica id, then sector. */
    public void each(Visitor visitor) {
        for (Sums at = first; at != null; at = at.next) {
            visitor.part(at.replica, at.sector, at.plus, at.minus);
        }
    }

    /** Raises what a replica says in a sector to at least that. */
    public void part(long replica, SectorId sector, long plus, long minus) {
        Sums sums = of(replica, sector);
        sums.plus = Math.max(sums.plus, plus);
        sums.minus = Math.max(sums.minus, minus);
    }

    /** The sum; wraps around like long arithmetic. */
    public long sum() {
        long out = 0;
        for (Sums at = first; at != null; at = at.next) {
            out += at.plus - at.minus;
        }
        return out;
    }

    @Override
    public Payload value() {
        return Payload.wrap(new ByteWriter(16).zigzag(sum()).toBytes());
    }

    @Override
    public void join(Cell other) {
        for (Sums at = ((PnCounter) other).first; at != null; at = at.next) {
            part(at.replica, at.sector, at.plus, at.minus);
        }
    }

    @Override
    public Cell copy() {
        PnCounter out = new PnCounter();
        out.join(this);
        return out;
    }

    @Override
    public void encode(ByteWriter out) {
        int count = 0;
        for (Sums at = first; at != null; at = at.next) {
            count++;
        }
        out.varint(count);
        for (Sums at = first; at != null; at = at.next) {
            out.i64(at.replica);
            at.sector.encode(out);
            out.varint(at.plus).varint(at.minus);
        }
    }

    static PnCounter decode(ByteReader in) {
        PnCounter out = new PnCounter();
        int count = in.count(MAX_CONTRIBUTIONS);
        Sums last = null;
        for (int i = 0; i < count && in.ok(); i++) {
            long replica = in.i64();
            Sums part = new Sums(replica, SectorId.decode(in), null);
            part.plus = in.varint();
            part.minus = in.varint();
            boolean ordered = last == null || last.compareTo(part.replica, part.sector) < 0;
            if (!ordered || part.plus < 0 || part.minus < 0) {
                in.fail();
            }
            if (last == null) {
                out.first = part;
            } else {
                last.next = part;
            }
            last = part;
        }
        return out;
    }

    @Override
    public long newestClock() {
        return 0;
    }
}
