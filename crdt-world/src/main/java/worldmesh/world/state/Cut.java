package worldmesh.world.state;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.sector.SectorId;

/**
 * What all members of a roster had of a sector at a moment: an entry of the log of the roster's majority. All that is
 * below it is settled: what tells writes apart that nobody can contradict any more is forgotten (Baquero, Almeida,
 * Shoker: Pure Operation-Based Replicated Data Types, 2017, §6.3). Batches up to {@code reached} are what somebody
 * may have written without knowing all that is stable; whoever writes after them knew it.
 *
 * @param number counts the cuts of the sector, from 1
 * @param stable of each replica the clock of the last batch that all members had
 * @param reached how far a state must be to be cut: what is stable, and of each member all that it had written then
 */
public record Cut(SectorId sector, long number, SortedMap<Long, Long> stable, VersionVector reached) {
    private static final int VERSION = 1;

    /** Copies what is given; refuses a number below 1. */
    public Cut {
        if (number < 1) {
            throw new IllegalArgumentException("the number of a cut is " + number + ", must be at least 1");
        }
        SortedMap<Long, Long> sorted = new TreeMap<>(Long::compareUnsigned);
        sorted.putAll(stable);
        stable = sorted;
        reached = reached.copy();
    }

    /** True if what that replica wrote at that clock is settled. */
    boolean settles(long replica, long clock) {
        Long last = stable.get(replica);
        return last != null && Long.compareUnsigned(clock, last) <= 0;
    }

    /** Writes it: docs/wire-world.md, "Cut". */
    public byte[] encode() {
        ByteWriter out = new ByteWriter().u8(VERSION);
        sector.encode(out);
        out.varint(number).varint(stable.size());
        for (Map.Entry<Long, Long> entry : stable.entrySet()) {
            out.i64(entry.getKey()).i64(entry.getValue());
        }
        reached.encode(out);
        return out.toBytes();
    }

    /** Reads what {@link #encode} wrote, null if malformed. */
    public static @Nullable Cut decode(byte[] data) {
        ByteReader in = new ByteReader(data);
        int version = in.u8();
        SectorId sector = SectorId.decode(in);
        long number = in.varint();
        SortedMap<Long, Long> stable = new TreeMap<>(Long::compareUnsigned);
        for (int count = in.count(VersionVector.MAX_REPLICAS); count > 0 && in.ok(); count--) {
            long replica = in.i64();
            if (!stable.isEmpty() && Long.compareUnsigned(stable.lastKey(), replica) >= 0) {
                in.fail();
            }
            stable.put(replica, in.i64());
        }
        VersionVector reached = VersionVector.decode(in);
        boolean sound = version == VERSION && number > 0 && in.complete();
        return sound ? new Cut(sector, number, stable, reached) : null;
    }
}
