package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Cut;
import worldmesh.world.state.SectorCodec;
import worldmesh.world.state.SectorState;
import worldmesh.world.sync.BatchLog;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.trust.WorldId;

/** One sector of a replica: its state, the batches retained, and the state of the batches that are not. */
final class SectorReplica {
    /** Where cuts are made batches above them are kept; so many times the limits if no cut comes. */
    private static final int CUT_FACTOR = 4;

    private BatchLog log = new BatchLog();
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

    /** Another state takes the place of this one; counts go on. */
    private void become(SectorState next) {
        next.reads().carry(state.reads());
        state = next;
    }

    /**
     * Joins a snapshot, of which these are the bytes: below it batches cannot be taken back any more. One of a later
     * cut takes the place of all that lies below it, and what is retained above it is applied again; false, and nothing
     * changed, if it cannot, since this side or that leapt over the other's cut, and who sent it has less than this
     * side cannot tell apart any more.
     */
    boolean install(SectorState snapshot, byte @Nullable [] packed, VersionVector sender, BatchReplay replay) {
        if (snapshot.cut() != state.cut()) {
            boolean earlier = snapshot.cut() < state.cut();
            return earlier ? state.vector().covers(snapshot.vector()) : leapTo(snapshot, sender, replay);
        }
        leaps++;
        if (isBased()) {
            base().join(snapshot);
        } else {
            packedBase = packed == null ? pack(snapshot) : packed;
        }
        if (state.isEmpty()) {
            become(snapshot);
            return true;
        }
        SectorState joined = state.copy();
        joined.join(snapshot);
        become(joined);
        return true;
    }

    /** Batches that go with what lay below here come back from the sender, who retains all above its cut. */
    private boolean leapTo(SectorState snapshot, VersionVector sender, BatchReplay replay) {
        VersionVector had = snapshot.vector();
        had.join(sender);
        if (!had.covers(belowVector())) {
            return false;
        }
        packedBase = pack(snapshot);
        base = null;
        replaceAbove(snapshot, log.all(), replay);
        return true;
    }

    /** Goes on from a state by the batches that it lacks. */
    private void replaceAbove(SectorState from, List<SignedBatch> batches, BatchReplay replay) {
        log.clear();
        for (SignedBatch batch : batches) {
            if (batch.sequence() > from.sequence(batch.replica()) && replay.replay(from, batch)) {
                log.append(batch);
            }
        }
        become(from);
        leaps++;
    }

    /** Whether a cut can be made here. */
    enum Settling {
        /** It was made, or was before. */
        SETTLED,
        /** Not all that it is of has come, nor perhaps a cut before it. */
        WAITS,
        /** Batches above it cannot be told from those below any more: a snapshot of a cut is needed. */
        TOO_LATE
    }

    /**
     * Computes what the batches below a cut make, forgets there what tells settled writes apart, and goes on from it by
     * the batches above: a function of the batches and the cuts alone, whenever it is done.
     */
    Settling settle(Cut cut, BatchReplay replay) {
        if (cut.number() <= state.cut()) {
            return Settling.SETTLED;
        }
        if (cut.number() > state.cut() + 1 || !state.vector().covers(cut.reached())) {
            return Settling.WAITS;
        }
        if (!cut.reached().covers(belowVector())) {
            return Settling.TOO_LATE;
        }
        SectorState below = below();
        List<SignedBatch> above = new ArrayList<>();
        for (SignedBatch batch : log.all()) {
            if (batch.sequence() > cut.reached().last(batch.replica())) {
                above.add(batch);
            } else {
                replay.replay(below, batch);
            }
        }
        if (!below.vector().equals(cut.reached())) {
            return Settling.TOO_LATE;
        }
        below.settle(cut);
        packedBase = pack(below);
        base = null;
        replaceAbove(below, above, replay);
        return Settling.SETTLED;
    }

    /** The next cut as a work to be done beside; null if it cannot be made now, or here. */
    @Nullable CutWork begin(Cut cut, CutWork.Rules rules) {
        boolean next = cut.number() == state.cut() + 1 && state.vector().covers(cut.reached());
        if (!next || !cut.reached().covers(belowVector())) {
            return null;
        }
        SectorState live = base;
        return new CutWork(cut, this, live == null ? packedBase : pack(live), rules);
    }

    /** Takes over a cut that was made beside. */
    Settling finish(CutWork work, BatchReplay replay) {
        CutWork.Made made = work.made(replay);
        if (made == null) {
            return work.isTooLate() ? Settling.TOO_LATE : Settling.WAITS;
        }
        packedBase = made.below();
        base = null;
        log = made.log();
        become(made.state());
        leaps++;
        return Settling.SETTLED;
    }

    /** The clock of a batch that is part of the state, 0 if it is not known any more. */
    long clock(long replica, long sequence) {
        SignedBatch retained = log.batch(replica, sequence);
        boolean last = state.sequence(replica) == sequence;
        return retained != null ? retained.clock() : last ? state.clock(replica) : 0;
    }

    /** What lies below the newest cut, null if there was none. */
    @Nullable SectorState settled() {
        return state.cut() == 0 ? null : below();
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

    /** What the retained batches rest on, null if they rest on nothing. */
    @Nullable Snapshot belowSnapshot(WorldId world) {
        byte[] packed = packedBase;
        if (packed != null) {
            return Snapshot.ofPacked(world, state.id(), packed);
        }
        return base == null ? null : Snapshot.of(world, base);
    }

    static byte[] pack(SectorState state) {
        ByteWriter out = new ByteWriter(4096);
        SectorCodec.encode(state, out);
        return out.toBytes();
    }

    /** The base to change, made if there is none. */
    private SectorState base() {
        if (base == null) {
            base = packedBase == null ? new SectorState(state.id()) : below();
            packedBase = null;
        }
        return base;
    }

    /** What the retained batches rest on, as a copy. */
    SectorState below() {
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

    /** How far that reaches. */
    VersionVector belowVector() {
        if (base != null) {
            return base.vector();
        }
        return packedBase == null ? new VersionVector() : SectorCodec.vector(new ByteReader(packedBase));
    }

    /** Drops the oldest batches beyond the limits into the base. */
    void trim(ReplicaLimits limits, BatchReplay replay) {
        int factor = state.cut() == 0 ? 1 : CUT_FACTOR;
        while (log.count() > factor * (long) limits.batchesPerSector()
                || log.bytes() > factor * limits.bytesPerSector()) {
            replay.takeOldest(log, base());
        }
    }

    /** Computes the state anew from the base and the batches that still count; false if the base holds others. */
    boolean rebuild(BatchReplay replay) {
        List<SignedBatch> batches = log.all();
        SectorState fresh = below();
        boolean counts = replay.counts(fresh);
        log.clear();
        for (SignedBatch batch : batches) {
            boolean below = batch.sequence() <= fresh.sequence(batch.replica());
            if (replay.counts(batch) && (below || replay.replay(fresh, batch))) {
                log.append(batch);
            }
        }
        become(fresh);
        leaps++;
        return counts;
    }

    /** The state that other batches than those make. */
    SectorState without(Predicate<SignedBatch> leftOut, BatchReplay replay) {
        SectorState fresh = below();
        for (SignedBatch batch : log.all()) {
            if (!leftOut.test(batch)) {
                replay.replay(fresh, batch);
            }
        }
        return fresh;
    }
}
