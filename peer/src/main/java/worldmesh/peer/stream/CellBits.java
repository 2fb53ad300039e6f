package worldmesh.peer.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.BitWriter;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;

/** The bits of one update: its cells, whose baselines they are from, the differences. docs/wire-session.md "States". */
final class CellBits {
    /** Cells in one update. */
    static final int CELLS_MAX = 128;

    private static final int COUNT_ORDER = 5;
    private static final int GAP_ORDER = 0;
    private static final int AGE_ORDER = 2;
    private static final int WIDTH_BITS = 6;
    private static final int TRUST_BITS = 2;
    private static final int SERIAL_BITS = 62;

    private CellBits() {}

    /**
     * A difference under way.
     *
     * @param age how many updates before this one its baseline was sent; 0 for none
     */
    record Coded<D>(EntityId entity, int age, D delta) {}

    /**
     * Replicas that both sides know from an update before.
     *
     * @param age how many updates before; 0 for none
     * @param replicas of the runs of that update
     */
    record Table(int age, List<Long> replicas) {
        static final Table NONE = new Table(0, List.of());

        private void write(long replica, BitWriter out) {
            int place = replicas.indexOf(replica);
            if (age > 0) {
                out.bits(place < 0 ? 0 : 1, 1);
            }
            if (place < 0) {
                out.bits(replica, Long.SIZE);
            } else {
                out.golomb(place, 0);
            }
        }

        private long read(BitReader in) {
            boolean named = age > 0 && in.bits(1) == 1;
            return named ? replicas.get(in.count(0, replicas.size() - 1)) : in.bits(Long.SIZE);
        }
    }

    /** The replicas of the runs of these cells. */
    static List<Long> replicas(List<EntityId> cells) {
        return cells.stream().map(EntityId::replica).distinct().toList();
    }

    /** Writes cells, which are in the order of their ids and not none. */
    static <T extends Record, D> byte[] encode(
            List<Coded<D>> cells, Table table, DeltaCodec<T, D> codec, BitWriter out) {
        out.reset().golomb(table.age, AGE_ORDER).golomb(runs(cells) - 1L, 0);
        int age = -1;
        for (int i = 0; i < cells.size(); i++) {
            Coded<D> cell = cells.get(i);
            long serial = cell.entity.counter() >>> TRUST_BITS;
            if (i == 0 || !sameRun(cells.get(i - 1).entity, cell.entity)) {
                int width = BitWriter.width(serial);
                table.write(cell.entity.replica(), out);
                out.bits(cell.entity.trust().code(), TRUST_BITS)
                        .bits(width, WIDTH_BITS)
                        .bits(serial, width)
                        .golomb(runEnd(cells, i) - i - 1L, COUNT_ORDER);
            } else {
                out.golomb(serial - (cells.get(i - 1).entity.counter() >>> TRUST_BITS) - 1, GAP_ORDER);
            }
            if (age >= 0) {
                out.bits(age == cell.age ? 1 : 0, 1);
            }
            if (age != cell.age) {
                out.golomb(cell.age, AGE_ORDER);
            }
            age = cell.age;
            codec.write(cell.delta, out);
        }
        return out.toBytes();
    }

    private static <D> int runs(List<Coded<D>> cells) {
        int runs = 1;
        for (int i = 1; i < cells.size(); i++) {
            runs += sameRun(cells.get(i - 1).entity, cells.get(i).entity) ? 0 : 1;
        }
        return runs;
    }

    private static <D> int runEnd(List<Coded<D>> cells, int from) {
        int end = from + 1;
        while (end < cells.size() && sameRun(cells.get(from).entity, cells.get(end).entity)) {
            end++;
        }
        return end;
    }

    /** Ids of one trust differ by their serial alone, in whose order they are. */
    private static boolean sameRun(EntityId one, EntityId other) {
        return one.replica() == other.replica() && one.trust() == other.trust();
    }

    /** Reads cells; null if malformed, or if the table that they name by its age is not known. */
    static <T extends Record, D> @Nullable List<Coded<D>> decode(
            byte[] bits, IntFunction<@Nullable List<Long>> tables, DeltaCodec<T, D> codec) {
        BitReader in = new BitReader(bits, 0, bits.length);
        int tableAge = in.count(AGE_ORDER, Integer.MAX_VALUE);
        List<Long> replicas = tableAge == 0 ? List.of() : tables.apply(tableAge);
        if (replicas == null) {
            return null;
        }
        Table table = new Table(tableAge, replicas);
        List<Coded<D>> cells = new ArrayList<>();
        int runs = 1 + in.count(0, CELLS_MAX - 1);
        for (int run = 0; run < runs && in.ok(); run++) {
            readRun(table.read(in), codec, cells, in);
        }
        return in.complete() ? cells : null;
    }

    private static <T extends Record, D> void readRun(
            long replica, DeltaCodec<T, D> codec, List<Coded<D>> cells, BitReader in) {
        Trust trust = Trust.ofCode((int) in.bits(TRUST_BITS));
        long serial = in.bits((int) in.bits(WIDTH_BITS));
        int count = 1 + in.count(COUNT_ORDER, CELLS_MAX - 1);
        for (int i = 0; i < count && in.ok(); i++) {
            serial += i == 0 ? 0 : 1 + in.golomb(GAP_ORDER);
            if (serial >>> SERIAL_BITS != 0 || cells.size() == CELLS_MAX) {
                in.fail();
            }
            boolean same = !cells.isEmpty() && in.bits(1) == 1;
            int age = same ? cells.get(cells.size() - 1).age : in.count(AGE_ORDER, Integer.MAX_VALUE);
            EntityId entity = EntityId.of(replica, serial, trust);
            D delta = codec.read(entity, in);
            if (in.ok()) {
                cells.add(new Coded<>(entity, age, delta));
            }
        }
    }
}
