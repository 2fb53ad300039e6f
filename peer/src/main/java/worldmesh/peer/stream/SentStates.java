package worldmesh.peer.stream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import worldmesh.peer.wire.StateAck;
import worldmesh.world.bytes.BitWriter;
import worldmesh.world.entity.EntityId;

/**
 * What one peer was sent of one component and said it has: the baselines of the next differences. Confined to the
 * world's thread.
 */
public final class SentStates<T extends Record, D> {
    /** Updates that wait for their acknowledgement: three seconds at 20 Hz. Later ones do not become baselines. */
    static final int UNACKED_MAX = 64;

    /** Cells remembered for one peer, as many as it tracks; further ones are sent whole each time. */
    static final int BASELINES_MAX = 4_096;

    /** The receiver remembers the replicas of four updates more. */
    private static final int TABLE_AGE_MAX = HeardStates.TABLES_MAX - 4;

    private final DeltaCodec<T, D> codec;
    private final Map<EntityId, Baseline<T>> baselines = new TreeMap<>();
    private final TreeMap<Long, List<StateCell<T>>> unacked = new TreeMap<>();
    private final BitWriter bits = new BitWriter();
    private long number;

    /** The newest update that the peer is known to have, and whose replicas it named; 0 for none. */
    private long tableNumber;

    private List<Long> table = List.of();

    /** Nothing was sent yet. */
    public SentStates(DeltaCodec<T, D> codec) {
        this.codec = codec;
    }

    /**
     * Another link to the same session of the peer goes on from here: it may have dropped its part, which it says of
     * cells, but not of a table.
     */
    public void resume() {
        tableNumber = 0;
        table = List.of();
        unacked.clear();
    }

    /** The cells of which the peer is not known to have just these values, in the order of their ids. */
    public List<StateCell<T>> news(List<StateCell<T>> cells) {
        return cells.stream()
                .filter(cell -> {
                    Baseline<T> known = baselines.get(cell.entity());
                    return known == null || !known.value.equals(cell.value());
                })
                .sorted(Comparator.comparing(cell -> new RunOrder(cell.entity())))
                .toList();
    }

    /** The bits of the update after the last that was {@link #sent}, of at most 128 cells in the order of news. */
    public byte[] encode(List<StateCell<T>> cells) {
        List<CellBits.Coded<D>> coded = new ArrayList<>(cells.size());
        for (StateCell<T> cell : cells) {
            Baseline<T> known = baselines.get(cell.entity());
            int age = known == null ? 0 : (int) Math.min(Integer.MAX_VALUE, number + 1 - known.number);
            D delta = codec.diff(cell.entity(), known == null ? null : known.value, cell.value());
            coded.add(new CellBits.Coded<>(cell.entity(), age, delta));
        }
        return CellBits.encode(coded, table(), codec, bits);
    }

    private CellBits.Table table() {
        long age = number + 1 - tableNumber;
        return tableNumber == 0 || age > TABLE_AGE_MAX ? CellBits.Table.NONE : new CellBits.Table((int) age, table);
    }

    /** The number that the next update has. */
    public long nextNumber() {
        return number + 1;
    }

    /** The next update left with these cells, or was lost at once. */
    public void sent(List<StateCell<T>> cells) {
        number++;
        unacked.put(number, List.copyOf(cells));
        if (unacked.size() > UNACKED_MAX) {
            unacked.pollFirstEntry();
        }
    }

    /** The peer has these updates, but for the cells that it lost. */
    public void onAck(StateAck ack) {
        for (int back = 0; back <= Long.SIZE; back++) {
            boolean has = back == 0 || (ack.before() >>> (back - 1) & 1) == 1;
            List<StateCell<T>> cells = has ? unacked.remove(ack.newest() - back) : null;
            if (cells != null) {
                long at = ack.newest() - back;
                cells.forEach(cell -> learn(cell, at));
                if (at > tableNumber) {
                    tableNumber = at;
                    table = CellBits.replicas(
                            cells.stream().map(StateCell::entity).toList());
                }
            }
        }
        ack.lost().forEach(baselines::remove);
    }

    private void learn(StateCell<T> cell, long at) {
        Baseline<T> known = baselines.get(cell.entity());
        boolean newer = known == null ? baselines.size() < BASELINES_MAX : known.number < at;
        if (newer) {
            baselines.put(cell.entity(), new Baseline<>(at, cell.value()));
        }
    }

    /** A cell is gone or is another's. */
    public void forget(EntityId entity) {
        baselines.remove(entity);
    }

    private record Baseline<T>(long number, T value) {}

    /** By replica, trust, then serial: as runs are written. */
    private record RunOrder(EntityId entity) implements Comparable<RunOrder> {
        private static final Comparator<EntityId> ORDER = Comparator.comparingLong(
                        (EntityId id) -> id.replica() + Long.MIN_VALUE)
                .thenComparingInt(id -> id.trust().code())
                .thenComparing(Comparator.naturalOrder());

        @Override
        public int compareTo(RunOrder other) {
            return ORDER.compare(entity, other.entity);
        }
    }
}
