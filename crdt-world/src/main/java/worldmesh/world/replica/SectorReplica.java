package worldmesh.world.replica;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.SectorCodec;
import worldmesh.world.state.SectorState;
import worldmesh.world.sync.BatchLog;

/** One sector of a replica: its state, the batches retained, and the state of the batches that are not. */
final class SectorReplica {
    private final BatchLog log = new BatchLog();
    private SectorState state;

    /** What the batches below those retained make: rarely asked for, so packed until a batch goes into it. */
    private byte @Nullable [] packedBase;

    private @Nullable SectorState base;
    private int leaps;

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
        leaps++;
        if (isBased()) {
            base().join(snapshot);
        } else {
            packedBase = pack(snapshot);
        }
        if (state.isEmpty()) {
            state = snapshot;
            return;
        }
        SectorState joined = state.copy();
        joined.join(snapshot);
        state = joined;
    }

    /**
     * Joins what another state has more than this one, so that the join is what a snapshot of it would make. From then
     * on no batch of either can be taken back: which of them the other had is not known.
     */
    void reconcile(SectorState difference) {
        state.join(difference);
        base = null;
        packedBase = pack(state);
        leaps++;
    }

    /** Rises whenever the state changes by anything but batches. */
    int leaps() {
        return leaps;
    }

    private boolean isBased() {
        return base != null || packedBase != null;
    }

    private static byte[] pack(SectorState state) {
        ByteWriter out = new ByteWriter(4096);
        SectorCodec.encode(state, out);
        return out.toBytes();
    }

    /** The base to change, made if there is none. */
    private SectorState base() {
        if (base == null) {
            base = packedBase == null ? new SectorState(state.id()) : unpacked();
            packedBase = null;
        }
        return base;
    }

    /** A copy of the base. */
    private SectorState unpacked() {
        if (base != null) {
            return base.copy();
        }
        SectorState out = packedBase == null
                ? new SectorState(state.id())
                : SectorCodec.decode(state.id(), new ByteReader(packedBase));
        if (out == null) {
            throw new IllegalStateException("the base of sector " + state.id() + " does not read what it wrote");
        }
        return out;
    }

    /** Drops the oldest batches beyond the limits into the base. */
    void trim(ReplicaLimits limits, BatchReplay replay) {
        while (log.count() > limits.batchesPerSector() || log.bytes() > limits.bytesPerSector()) {
            SignedBatch oldest = log.removeOldest();
            if (oldest == null) {
                return;
            }
            replay.replay(base(), oldest);
        }
    }

    /** Computes the state anew from the base and the batches that still count; false if the base holds others. */
    boolean rebuild(BatchReplay replay) {
        List<SignedBatch> batches = log.all();
        SectorState fresh = unpacked();
        boolean counts = replay.counts(fresh);
        log.clear();
        for (SignedBatch batch : batches) {
            boolean below = batch.sequence() <= fresh.sequence(batch.replica());
            if (replay.counts(batch) && (below || replay.replay(fresh, batch))) {
                log.append(batch);
            }
        }
        state = fresh;
        leaps++;
        return counts;
    }

    /** The state that other batches than those make. */
    SectorState without(Predicate<SignedBatch> leftOut, BatchReplay replay) {
        SectorState fresh = unpacked();
        for (SignedBatch batch : log.all()) {
            if (!leftOut.test(batch)) {
                replay.replay(fresh, batch);
            }
        }
        return fresh;
    }
}
