package worldmesh.peer.sync;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.sector.SectorId;

/**
 * Which batches of this peer's own replica may leave it. An authority seals its effects into the replica before they
 * are durable, and nobody may hear of them before: batches leave only up to the first that was not released. Confined
 * to the session's thread.
 */
public final class OwnReleases {
    private final long replica;
    private final Map<SectorId, Line> lines = new TreeMap<>();

    /** For the replica with this id, which has sealed nothing yet. */
    public OwnReleases(long replica) {
        this.replica = replica;
    }

    /** A batch may leave, once all before it may. */
    public void release(SignedBatch batch) {
        if (batch.replica() == replica) {
            lines.computeIfAbsent(batch.sector(), sector -> new Line()).release(batch.sequence());
        }
    }

    /** True if the batch may leave. */
    public boolean mayLeave(SignedBatch batch) {
        Line line = lines.get(batch.sector());
        return batch.replica() != replica || (line != null && batch.sequence() <= line.last);
    }

    /** The batches of one sector, whose numbers have no gaps. */
    private static final class Line {
        private final TreeSet<Long> ahead = new TreeSet<>();
        private long last;

        void release(long sequence) {
            ahead.add(sequence);
            while (!ahead.isEmpty() && ahead.first() <= last + 1) {
                last = Math.max(last, ahead.pollFirst());
            }
        }
    }
}
