package worldmesh.world.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.delta.SignedBatch;

/**
 * The batches of one sector that are retained, in the order they were applied, so that each author's come in order. The
 * oldest leave first. What a neighbour lacks is found by its vector without a look at what it has. Not thread-safe.
 */
public final class BatchLog {
    /** Batches by their place in the order of application. */
    private final TreeMap<Long, SignedBatch> order = new TreeMap<>();

    private final TreeMap<Long, Tail> byReplica = new TreeMap<>(Long::compareUnsigned);
    private long nextPlace;
    private long bytes;

    /** Appends a batch. */
    public void append(SignedBatch batch) {
        order.put(nextPlace, batch);
        byReplica
                .computeIfAbsent(batch.replica(), key -> new Tail(batch.sequence()))
                .append(batch.sequence(), nextPlace);
        nextPlace++;
        bytes += batch.sizeBytes();
    }

    /** The retained batch of a replica with this number, null if it is not retained. */
    public @Nullable SignedBatch batch(long replica, long sequence) {
        Tail tail = byReplica.get(replica);
        Long place = tail == null ? null : tail.places.get(sequence);
        return place == null ? null : order.get(place);
    }

    /** Removes the oldest batch, null if there is none. */
    public @Nullable SignedBatch removeOldest() {
        Map.Entry<Long, SignedBatch> first = order.pollFirstEntry();
        if (first == null) {
            return null;
        }
        SignedBatch oldest = first.getValue();
        Tail tail = byReplica.get(oldest.replica());
        if (tail != null && tail.places.remove(oldest.sequence(), first.getKey()) && tail.places.isEmpty()) {
            byReplica.remove(oldest.replica());
        }
        bytes -= oldest.sizeBytes();
        return oldest;
    }

    /** A place that all batches appended from now on come after. */
    public long mark() {
        return nextPlace;
    }

    /** The batches appended since a mark, null if one of them is retained no longer. */
    public @Nullable List<SignedBatch> since(long mark) {
        List<SignedBatch> out = new ArrayList<>(order.tailMap(mark).values());
        return out.size() == nextPlace - mark ? out : null;
    }

    /** All retained batches in the order they were applied, as a copy. */
    public List<SignedBatch> all() {
        return new ArrayList<>(order.values());
    }

    /** Forgets everything. */
    public void clear() {
        order.clear();
        byReplica.clear();
        bytes = 0;
    }

    /** The number of retained batches. */
    public int count() {
        return order.size();
    }

    /** Their size. */
    public long bytes() {
        return bytes;
    }

    /** The batches above a vector, each author's in order, while they fit the size; at least one if there is one. */
    public List<SignedBatch> above(VersionVector theirs, int maxBytes) {
        List<SignedBatch> out = new ArrayList<>();
        int size = 0;
        for (SignedBatch batch : order.tailMap(firstAbove(theirs)).values()) {
            if (batch.sequence() <= theirs.last(batch.replica())) {
                continue;
            }
            size += batch.sizeBytes();
            if (!out.isEmpty() && size > maxBytes) {
                break;
            }
            out.add(batch);
        }
        return out;
    }

    private long firstAbove(VersionVector theirs) {
        long first = nextPlace;
        for (Map.Entry<Long, Tail> entry : byReplica.entrySet()) {
            Map.Entry<Long, Long> above = entry.getValue().places.higherEntry(theirs.last(entry.getKey()));
            if (above != null) {
                first = Math.min(first, above.getValue());
            }
        }
        return first;
    }

    /** True if every batch between the two vectors is retained. */
    public boolean bridges(VersionVector theirs, VersionVector ours) {
        for (Map.Entry<Long, Long> entry : ours.entries().entrySet()) {
            long from = theirs.last(entry.getKey());
            long to = entry.getValue();
            Tail tail = byReplica.get(entry.getKey());
            if (from < to && (tail == null || !tail.holds(from + 1, to))) {
                return false;
            }
        }
        return true;
    }

    /** The retained batches of one replica; a snapshot may have leapt over some, those below such a leap are apart. */
    private static final class Tail {
        private final TreeMap<Long, Long> places = new TreeMap<>();
        private long unbrokenFrom;

        Tail(long first) {
            unbrokenFrom = first;
        }

        void append(long sequence, long place) {
            if (!places.isEmpty() && places.lastKey() != sequence - 1) {
                unbrokenFrom = sequence;
            }
            places.put(sequence, place);
        }

        boolean holds(long first, long last) {
            return first >= Math.max(unbrokenFrom, places.firstKey()) && last <= places.lastKey();
        }
    }
}
