package worldmesh.world.sync;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.delta.SignedBatch;

/**
 * The batches of one sector that are retained, in the order they were applied, so that each author's come in order. The
 * oldest leave first. Not thread-safe.
 */
public final class BatchLog {
    private final ArrayDeque<SignedBatch> order = new ArrayDeque<>();
    private final TreeMap<Long, TreeMap<Long, SignedBatch>> byReplica = new TreeMap<>(Long::compareUnsigned);
    private long bytes;

    /** Appends a batch. */
    public void append(SignedBatch batch) {
        order.addLast(batch);
        byReplica.computeIfAbsent(batch.replica(), key -> new TreeMap<>()).put(batch.sequence(), batch);
        bytes += batch.sizeBytes();
    }

    /** The retained batch of a replica with this number, null if it is not retained. */
    public @Nullable SignedBatch batch(long replica, long sequence) {
        TreeMap<Long, SignedBatch> found = byReplica.get(replica);
        return found == null ? null : found.get(sequence);
    }

    /** Removes the oldest batch, null if there is none. */
    public @Nullable SignedBatch removeOldest() {
        SignedBatch oldest = order.pollFirst();
        if (oldest != null) {
            TreeMap<Long, SignedBatch> found = byReplica.get(oldest.replica());
            if (found != null && found.remove(oldest.sequence()) != null && found.isEmpty()) {
                byReplica.remove(oldest.replica());
            }
            bytes -= oldest.sizeBytes();
        }
        return oldest;
    }

    /** All retained batches in the order they were applied, as a copy. */
    public List<SignedBatch> all() {
        return new ArrayList<>(order);
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
        for (SignedBatch batch : order) {
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

    /** True if every batch between the two vectors is retained. */
    public boolean bridges(VersionVector theirs, VersionVector ours) {
        for (Map.Entry<Long, Long> entry : ours.entries().entrySet()) {
            long from = theirs.last(entry.getKey());
            long to = entry.getValue();
            TreeMap<Long, SignedBatch> found = byReplica.get(entry.getKey());
            int retained = found == null || from >= to
                    ? 0
                    : found.subMap(from, false, to, true).size();
            if (from < to && retained != to - from) {
                return false;
            }
        }
        return true;
    }
}
