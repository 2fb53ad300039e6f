package worldmesh.world.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;

/**
 * Batches that wait for a proof, a predecessor or the time. Bounded in all and per replica; what finds no room is
 * refused and counted, and comes again by catch-up. Not thread-safe.
 */
public final class Parking {
    private final int maxBatches;
    private final int maxPerReplica;
    private final TreeMap<Slot, Waiting> waiting = new TreeMap<>();
    private final TreeMap<Long, Integer> perReplica = new TreeMap<>();
    private long refused;

    private record Slot(
            long replica,
            SectorId sector,
            long sequence,
            @Nullable Hash content) implements Comparable<Slot> {
        static Slot of(SignedBatch batch) {
            return new Slot(batch.replica(), batch.sector(), batch.sequence(), batch.content());
        }

        @Override
        public int compareTo(Slot other) {
            int byReplica = Long.compare(replica, other.replica);
            int order = byReplica != 0 ? byReplica : sector.compareTo(other.sector);
            if (order == 0) {
                order = Long.compare(sequence, other.sequence);
            }
            return order == 0 ? compareContent(other) : order;
        }

        /** No content comes before every content: a bound for searches. */
        private int compareContent(Slot other) {
            if (content == null || other.content == null) {
                return Boolean.compare(content != null, other.content != null);
            }
            return content.compareTo(other.content);
        }
    }

    /** A batch and whether its signature was found good, so that it is not checked again at every try. */
    public record Waiting(SignedBatch batch, boolean verified) {}

    /** Empty, with room for that many. */
    public Parking(int maxBatches, int maxPerReplica) {
        this.maxBatches = maxBatches;
        this.maxPerReplica = maxPerReplica;
    }

    /** Lets a batch wait; false if there is no room. A batch that waits already stays. */
    public boolean park(SignedBatch batch, boolean verified) {
        Slot slot = Slot.of(batch);
        if (waiting.containsKey(slot)) {
            return true;
        }
        int held = perReplica.getOrDefault(batch.replica(), 0);
        if (waiting.size() >= maxBatches || held >= maxPerReplica) {
            refused++;
            return false;
        }
        waiting.put(slot, new Waiting(batch, verified));
        perReplica.put(batch.replica(), held + 1);
        return true;
    }

    /** Takes a batch out. */
    public void remove(SignedBatch batch) {
        if (waiting.remove(Slot.of(batch)) != null) {
            perReplica.computeIfPresent(batch.replica(), (key, held) -> held == 1 ? null : held - 1);
        }
    }

    /** The waiting batches of a replica in a sector with this number: more than one if its author forked. */
    public List<Waiting> at(long replica, SectorId sector, long sequence) {
        Slot from = new Slot(replica, sector, sequence, null);
        Slot to = new Slot(replica, sector, sequence + 1, null);
        return new ArrayList<>(waiting.subMap(from, to).values());
    }

    /** All waiting batches by replica, sector and sequence, as a copy. */
    public List<Waiting> all() {
        return new ArrayList<>(waiting.values());
    }

    /** The number of waiting batches. */
    public int count() {
        return waiting.size();
    }

    /** How many found no room so far. */
    public long refused() {
        return refused;
    }
}
