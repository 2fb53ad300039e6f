package worldmesh.peer.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.wire.StateAck;
import worldmesh.world.entity.EntityId;

/**
 * What one peer sent of one component, as far back as its next differences may reach: applies them, and says what
 * came. Confined to the world's thread.
 */
public final class HeardStates<T extends Record, D> {
    /** Cells remembered; the one that was silent longest makes room. */
    static final int CELLS_MAX = 4_096;

    /** Values remembered of each cell: half a second at 60 Hz, more than a round trip. */
    static final int VALUES_MAX = 32;

    /** Updates whose replicas are remembered, the newest. */
    static final int TABLES_MAX = 64;

    private final DeltaCodec<T, D> codec;
    private final Map<EntityId, TreeMap<Long, T>> values = new LinkedHashMap<>(16, 0.75f, true);
    private final TreeSet<EntityId> lost = new TreeSet<>();
    private final TreeMap<Long, List<Long>> tables = new TreeMap<>();
    private long newest;
    private long before;
    private boolean news;
    private boolean resumed;

    /** Nothing was heard yet. */
    public HeardStates(DeltaCodec<T, D> codec) {
        this.codec = codec;
    }

    /**
     * Another link to the same session of the sender goes on from here, docs/wire-session.md "States". Whether the
     * sender kept its part shows in the number of the first update: it is above all that were sent before, or the
     * sender counts anew.
     */
    public void resume() {
        resumed = true;
    }

    private void goOn(long number) {
        resumed = false;
        if (number <= newest) {
            values.clear();
            tables.clear();
        }
        // What the sender counts anew may have numbers that came before: none of them is said to have come.
        newest = 0;
        before = 0;
        lost.clear();
    }

    /**
     * What an update said.
     *
     * @param cells values newer than what was heard of their cells before
     * @param deltas the differences that led to them
     * @param refused how many cells are not the sender's to move
     * @param lost how many differences are from a value that is not here
     */
    public record Heard<T extends Record, D>(List<StateCell<T>> cells, List<D> deltas, int refused, int lost) {}

    /** Takes an update; null if it is malformed. */
    public @Nullable Heard<T, D> onUpdate(long number, byte[] bits, Predicate<EntityId> sendersOwn) {
        List<CellBits.Coded<D>> coded = CellBits.decode(bits, age -> tables.get(number - age), codec);
        if (coded == null || number < 1) {
            return null;
        }
        if (resumed) {
            goOn(number);
        }
        List<StateCell<T>> cells = new ArrayList<>();
        List<D> deltas = new ArrayList<>();
        int refused = 0;
        int missed = 0;
        if (mark(number)) {
            tables.put(
                    number,
                    CellBits.replicas(coded.stream().map(CellBits.Coded::entity).toList()));
            tables.headMap(newest - TABLES_MAX).clear();
            for (CellBits.Coded<D> cell : coded) {
                boolean own = sendersOwn.test(cell.entity());
                refused += own ? 0 : 1;
                T value = own ? value(number, cell) : null;
                if (value == null) {
                    missed += miss(cell.entity(), number) && own ? 1 : 0;
                } else if (keep(cell.entity(), number, value)) {
                    cells.add(new StateCell<>(cell.entity(), value));
                    deltas.add(cell.delta());
                }
            }
        }
        return new Heard<>(cells, deltas, refused, missed);
    }

    /** Marks an update as heard; false if it was before, or is too old to tell. */
    private boolean mark(long number) {
        news = true;
        if (number > newest) {
            long ahead = number - newest;
            long shifted = ahead > Long.SIZE ? 0 : ahead == Long.SIZE ? 0 : before << ahead;
            long own = newest == 0 || ahead > Long.SIZE ? 0 : 1L << (ahead - 1);
            before = shifted | own;
            newest = number;
            return true;
        }
        long back = newest - number;
        if (back == 0 || back > Long.SIZE || (before >>> (back - 1) & 1) == 1) {
            return false;
        }
        before |= 1L << (back - 1);
        return true;
    }

    private @Nullable T value(long number, CellBits.Coded<D> cell) {
        if (cell.age() == 0) {
            return codec.apply(null, cell.delta());
        }
        TreeMap<Long, T> known = values.get(cell.entity());
        long at = number - cell.age();
        T baseline = known == null ? null : known.get(at);
        if (known == null || baseline == null) {
            return null;
        }
        // The sender takes differences from nothing older any more.
        known.headMap(at).clear();
        return codec.apply(baseline, cell.delta());
    }

    /** Keeps a value as a baseline; answers whether it is the newest of its cell. */
    private boolean keep(EntityId entity, long number, T value) {
        TreeMap<Long, T> known = values.computeIfAbsent(entity, id -> new TreeMap<>());
        boolean latest = known.isEmpty() || known.lastKey() < number;
        known.put(number, value);
        if (known.size() > VALUES_MAX) {
            known.pollFirstEntry();
        }
        if (values.size() > CELLS_MAX) {
            values.remove(values.keySet().iterator().next());
        }
        lost.remove(entity);
        return latest;
    }

    /** Asks for a cell as a whole, also if it is not the sender's yet as far as this peer knows. */
    private boolean miss(EntityId entity, long number) {
        TreeMap<Long, T> known = values.get(entity);
        // What came late is not missed: something newer is here.
        boolean late = known != null && !known.isEmpty() && known.lastKey() > number;
        return !late && lost.size() < StateAck.LOST_MAX && lost.add(entity);
    }

    /** What to tell the sender; null if nothing came since the last call. */
    public @Nullable StateAck takeAck(int component) {
        if (!news) {
            return null;
        }
        StateAck ack = new StateAck(component, newest, before, List.copyOf(lost));
        news = false;
        lost.clear();
        return ack;
    }
}
