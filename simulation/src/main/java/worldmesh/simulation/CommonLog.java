package worldmesh.simulation;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.row.Table;
import worldmesh.authority.tick.CutEntry;
import worldmesh.authority.tick.Decided;
import worldmesh.authority.tick.LogEntry;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.simulation.node.CutEntries;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Verdict;
import worldmesh.world.hash.Hash;

/** The committed log of a party, put together from the stores of its members. */
final class CommonLog {
    private final SortedMap<Long, Place> places = new TreeMap<>();
    private final SortedMap<CommandId, Integer> applied = new TreeMap<>();
    private final SortedMap<CommandId, Integer> rejected = new TreeMap<>();

    private long cuts;

    /** An entry and the epoch it was made in. */
    record Place(long epoch, Hash hash) {}

    /** Adds what a store holds; answers the first tick at which it holds something else than another one, or -1. */
    long add(DeltaJournal store) {
        return add(visitor -> store.scan(Table.LOG.prefix(), visitor));
    }

    /** Adds what members cut off; answers the first tick at which it is something else than what is known, or -1. */
    long add(CutEntries cut) {
        return add(cut::each);
    }

    private long add(Consumer<DeltaJournal.RowVisitor> rows) {
        long[] conflict = {-1};
        rows.accept((key, row) -> {
            long tick = ByteBuffer.wrap(key).getLong(1 + Long.BYTES);
            var place = new Place(ByteBuffer.wrap(key).getLong(1), Hash.of(row));
            Place known = places.putIfAbsent(tick, place);
            if (known == null) {
                count(row);
            } else if (!known.equals(place) && conflict[0] < 0) {
                conflict[0] = tick;
            }
            return true;
        });
        return conflict[0];
    }

    private void count(byte[] row) {
        LogEntry entry = LogEntry.decode(row);
        if (entry == null) {
            CutEntry settled = CutEntry.decode(row);
            cuts += settled == null ? 0 : settled.cuts().size();
            return; // it decides no command
        }
        for (Decided each : entry.decided()) {
            boolean accepted = each.verdict().kind() == Verdict.Kind.ACCEPTED;
            (accepted ? applied : rejected).merge(each.envelope().id(), 1, Integer::sum);
        }
    }

    /** The epoch of the entry of a tick, null if there is none. */
    @Nullable Long epoch(long tick) {
        Place place = places.get(tick);
        return place == null ? null : place.epoch();
    }

    /** How many cuts of sectors are in the log. */
    long cuts() {
        return cuts;
    }

    /** The entry of each tick. */
    SortedMap<Long, Place> places() {
        return places;
    }

    /** How often each accepted command stands in the log. */
    SortedMap<CommandId, Integer> applied() {
        return applied;
    }

    /** How often each rejected command stands in the log. */
    SortedMap<CommandId, Integer> rejected() {
        return rejected;
    }

    /** How far a store knows the log to be committed, as text; stores of one lineage have the same. */
    static String committed(DeltaJournal store) {
        byte[] head = store.get(Table.COMMITTED.prefix());
        byte[] row = head == null ? store.get(Table.LOG_HEAD.prefix()) : head;
        return row == null ? "nothing" : Arrays.toString(row);
    }
}
