package worldmesh.world.replica;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.SectorState;
import worldmesh.world.sync.BatchLog;

/** One sector of a replica: its state, the batches retained, and the state of the batches that are not. */
final class SectorReplica {
    private final BatchLog log = new BatchLog();
    private SectorState state;
    private @Nullable SectorState base;

    SectorReplica(SectorId id) {
        this.state = new SectorState(id);
    }

    SectorState state() {
        return state;
    }

    BatchLog log() {
        return log;
    }

    /** Joins a snapshot: below it batches cannot be taken back any more. */
    void install(SectorState snapshot) {
        SectorState joined = state.copy();
        joined.join(snapshot);
        state = joined;
        if (base == null) {
            base = snapshot.copy();
        } else {
            base.join(snapshot);
        }
    }

    /** Drops the oldest batches beyond the limits into the base. */
    void trim(ReplicaLimits limits, BatchReplay replay) {
        while (log.count() > limits.batchesPerSector() || log.bytes() > limits.bytesPerSector()) {
            SignedBatch oldest = log.removeOldest();
            if (oldest == null) {
                return;
            }
            if (base == null) {
                base = new SectorState(state.id());
            }
            replay.replay(base, oldest);
        }
    }

    /** Computes the state anew from the base and the batches that still count; false if the base holds others. */
    boolean rebuild(BatchReplay replay) {
        List<SignedBatch> batches = log.all();
        SectorState fresh = base == null ? new SectorState(state.id()) : base.copy();
        log.clear();
        for (SignedBatch batch : batches) {
            boolean below = batch.sequence() <= fresh.progress(batch.replica()).sequence();
            if (replay.counts(batch) && (below || replay.replay(fresh, batch))) {
                log.append(batch);
            }
        }
        state = fresh;
        return base == null || replay.counts(base);
    }

    /** The state that other batches than those make. */
    SectorState without(Predicate<SignedBatch> leftOut, BatchReplay replay) {
        SectorState fresh = base == null ? new SectorState(state.id()) : base.copy();
        for (SignedBatch batch : log.all()) {
            if (!leftOut.test(batch)) {
                replay.replay(fresh, batch);
            }
        }
        return fresh;
    }
}
