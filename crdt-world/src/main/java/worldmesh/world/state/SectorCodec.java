package worldmesh.world.state;

import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.Dot;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.crdt.Cells;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/** The bytes of a sector's state: docs/wire-world.md, "Snapshot". Keeps no state. */
public final class SectorCodec {
    private static final int MAX_ENTITIES = 1 << 22;

    /** Serial numbers of entities are below this: their two low bits in a counter are the trust. */
    private static final long MAX_SERIAL = 1L << 62;

    private static final int MAX_COPY_BYTES = 16 << 20;
    private static final int MAX_DEFERRED = 1 << 16;
    private static final int MAX_DEFERRED_BYTES = 64 * 1024;

    private SectorCodec() {}

    /** Writes the state, canonically: equal states give equal bytes. */
    public static void encode(SectorState state, ByteWriter out) {
        SortedMap<Long, SectorState.Progress> progress = state.progress();
        out.varint(progress.size());
        progress.forEach(
                (replica, last) -> out.i64(replica).varint(last.sequence()).i64(last.clock()));
        encodeDead(state, out);
        out.varint(state.cut());
        out.varint(state.deferred().size());
        for (Map.Entry<Dot, Payload> entry : state.deferred().entrySet()) {
            Dot dot = entry.getKey();
            out.i64(dot.replica()).i64(dot.sequence()).varint(dot.index());
            out.block(entry.getValue().array());
        }
        new CopyColumns(state, true).encode(out);
    }

    /** How far a state reaches that {@link #encode} wrote, without reading the rest of it. */
    public static VersionVector vector(ByteReader in) {
        VersionVector out = new VersionVector();
        for (int count = in.count(VersionVector.MAX_REPLICAS); count > 0 && in.ok(); count--) {
            long replica = in.i64();
            out.set(replica, in.varint());
            in.i64();
        }
        return out;
    }

    private static void encodeDead(SectorState state, ByteWriter out) {
        out.varint(state.dead().lists());
        state.dead().each((creator, trust, list) -> {
            out.i64(state.authors().id(creator)).u8(trust).varint(list.count());
            long end = 0;
            for (int run = 0; run < list.count(); run++) {
                out.varint(list.first(run) - end).varint(list.last(run) - list.first(run));
                end = list.last(run) + 1;
            }
        });
    }

    private static void decodeDeadRuns(SectorState out, ByteReader in) {
        int lists = in.count(DeadRuns.TRUSTS * VersionVector.MAX_REPLICAS);
        long before = 0;
        int trustBefore = 0;
        for (int i = 0; i < lists && in.ok(); i++) {
            long replica = in.i64();
            int trust = in.u8();
            int order = i == 0 ? -1 : Long.compareUnsigned(before, replica);
            if (trust >= DeadRuns.TRUSTS || order > 0 || (order == 0 && trustBefore >= trust)) {
                in.fail();
                return;
            }
            before = replica;
            trustBefore = trust;
            decodeRuns(out, replica, trust, in);
        }
    }

    private static void decodeRuns(SectorState out, long replica, int trust, ByteReader in) {
        int runs = in.count(MAX_ENTITIES);
        if (runs == 0) {
            in.fail();
        }
        long end = 0;
        for (int run = 0; run < runs && in.ok(); run++) {
            long gap = in.varint();
            long more = in.varint();
            boolean apart = run == 0 || gap > 0;
            if (!apart || gap < 0 || gap >= MAX_SERIAL - end || more < 0 || more >= MAX_SERIAL - end - gap) {
                in.fail();
                return;
            }
            out.bury(replica, trust, end + gap, end + gap + more);
            end += gap + more + 1;
        }
    }

    /** Reads what {@link #encode} wrote, null if malformed or if anything in it is newer than its batches. */
    public static @Nullable SectorState decode(SectorId sector, ByteReader in) {
        SectorState out = new SectorState(sector);
        long newest = decodeProgress(out, in);
        decodeDeadRuns(out, in);
        out.cutAt(in.varint());
        decodeDeferred(out, in);
        return sound(out, newest, true, in);
    }

    /** Reads what version 2 wrote, the dead one by one and nothing settled. */
    public static @Nullable SectorState decodeUncut(SectorId sector, ByteReader in) {
        SectorState out = new SectorState(sector);
        long newest = decodeProgress(out, in);
        decodeDead(out, in);
        decodeDeferred(out, in);
        return sound(out, newest, false, in);
    }

    private static @Nullable SectorState sound(SectorState out, long newest, boolean settles, ByteReader in) {
        boolean sound = in.ok() && out.cut() >= 0 && new CopyColumns(out, settles).decode(MAX_ENTITIES, in);
        for (int slot = 0; slot < out.table().limit() && sound; slot++) {
            sound = Long.compareUnsigned(out.newestClock(slot), newest) <= 0;
        }
        return sound ? out : null;
    }

    private static void decodeDead(SectorState out, ByteReader in) {
        int dead = in.count(MAX_ENTITIES);
        EntityId last = null;
        for (int i = 0; i < dead && in.ok(); i++) {
            last = next(last, in);
            out.kill(last);
        }
    }

    /** Reads what version 1 wrote, each copy by itself. */
    public static @Nullable SectorState decodePlain(SectorId sector, ByteReader in) {
        SectorState out = new SectorState(sector);
        long newest = decodeProgress(out, in);
        decodeDead(out, in);
        int copies = in.count(MAX_ENTITIES);
        EntityId last = null;
        for (int i = 0; i < copies && in.ok(); i++) {
            last = next(last, in);
            ByteReader part = new ByteReader(in.block(MAX_COPY_BYTES));
            Placement placement = Placement.decode(part);
            Cells cells = Cells.decode(part);
            // Bytes after the known fields belong to a later version and are not part of what is compared.
            if (!part.ok() || out.isDead(last)) {
                in.fail();
                return null;
            }
            int slot = out.touch(last);
            out.place(slot, placement);
            out.join(slot, cells);
            if (Long.compareUnsigned(out.newestClock(slot), newest) > 0) {
                in.fail();
            }
        }
        decodeDeferred(out, in);
        return in.complete() ? out : null;
    }

    private static long decodeProgress(SectorState out, ByteReader in) {
        int count = in.count(VersionVector.MAX_REPLICAS);
        long newest = 0;
        long before = 0;
        for (int i = 0; i < count && in.ok(); i++) {
            long replica = in.i64();
            long sequence = in.varint();
            long clock = in.i64();
            if (sequence <= 0 || (i > 0 && Long.compareUnsigned(before, replica) >= 0)) {
                in.fail();
            }
            before = replica;
            newest = Long.compareUnsigned(clock, newest) > 0 ? clock : newest;
            out.advance(replica, sequence, clock);
        }
        return newest;
    }

    private static EntityId next(@Nullable EntityId last, ByteReader in) {
        EntityId next = EntityId.decode(in);
        if (last != null && last.compareTo(next) >= 0) {
            in.fail();
        }
        return next;
    }

    private static void decodeDeferred(SectorState out, ByteReader in) {
        int count = in.count(MAX_DEFERRED);
        Dot last = null;
        for (int i = 0; i < count && in.ok(); i++) {
            long replica = in.i64();
            long clock = in.i64();
            Dot dot = new Dot(replica, clock, in.count(Integer.MAX_VALUE));
            if (last != null && last.compareTo(dot) >= 0) {
                in.fail();
            }
            last = dot;
            out.defer(dot, Payload.wrap(in.block(MAX_DEFERRED_BYTES)));
        }
    }
}
