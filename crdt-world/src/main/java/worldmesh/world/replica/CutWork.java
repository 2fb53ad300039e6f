package worldmesh.world.replica;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.OpBuffer;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.BatchApplication;
import worldmesh.world.state.Cut;
import worldmesh.world.state.OpRules;
import worldmesh.world.state.SectorCodec;
import worldmesh.world.state.SectorState;
import worldmesh.world.sync.BatchLog;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ProofBook;

/**
 * A cut that is computed beside the replica's thread, of copies alone: what lies below it, and the state that goes on
 * from there by the batches above it, to which those are added that come meanwhile. The replica's thread copies batches
 * and takes the two states over in the end, which takes it no longer the larger the sector is. All methods but
 * {@link #run} are the replica's thread's.
 */
public final class CutWork implements Runnable {
    /** Batches that are copied in one turn: some hundred microseconds. */
    private static final int COPIED_MAX = 2_048;

    /** Batches that the replica's thread applies itself in the end: more than so many are applied beside. */
    private static final int LEFT_MAX = 16;

    /** Places of batches that are given out while the work is done: all marks from before come before them. */
    private static final long PLACES = 1L << 32;

    private final Cut cut;
    private final SectorReplica of;
    private final int leaps;
    private final byte @Nullable [] packed;
    private final Rules rules;
    private final BatchLog unapplied = new BatchLog();
    private final BatchLog kept;

    /** How far the batches are copied, below 0 if some were gone before. */
    private long mark;

    private final long newestStable;
    /** What batches above the cut write that are no newer than all below: it may win now where it lost before. */
    private final Set<EntityId> late = new LinkedHashSet<>();

    private List<Proof> proofs = List.of();
    private @Nullable ProofBook book;
    private int learned;
    private @Nullable SectorState state;
    private byte @Nullable [] below;
    private boolean tooLate;
    private boolean ran;
    private @Nullable RuntimeException failure;
    private volatile boolean running;

    /** What batches are judged by. */
    interface Rules {
        /** All proofs that are known now, in the order they were learned. */
        List<Proof> proofs();

        /** A book that knows none yet. */
        ProofBook book();

        /** Rules by that book. */
        OpRules rules(ProofBook book);
    }

    /** What comes of it: what lies below the cut, packed, the state above it, and the batches between them. */
    record Made(byte[] below, SectorState state, BatchLog log) {}

    /** The entities that may look different now. */
    List<EntityId> late() {
        return List.copyOf(late);
    }

    CutWork(Cut cut, SectorReplica of, byte @Nullable [] packed, Rules rules) {
        this.cut = cut;
        this.of = of;
        this.leaps = of.leaps();
        this.packed = packed;
        this.rules = rules;
        this.mark = of.log().oldestMark();
        this.kept = new BatchLog(of.log().mark() + PLACES);
        this.newestStable =
                cut.stable().values().stream().max(Long::compareUnsigned).orElse(0L);
    }

    /** The cut. */
    public Cut cut() {
        return cut;
    }

    /** True while {@link #run} is to be called, or is under way. */
    public boolean isRunning() {
        return running;
    }

    /** Copies what is to be computed; true once {@link #run} has to be called for it, by whatever thread. */
    public boolean collect() {
        if (running || isOver()) {
            return false;
        }
        mark = unapplied.copy(of.log(), mark, COPIED_MAX);
        if (isVoid() || mark < of.log().mark() || isOver()) {
            return false;
        }
        proofs = rules.proofs();
        running = true;
        return true;
    }

    /** True if the state was replaced meanwhile, or batches are gone that were not copied: it has to be begun again. */
    private boolean isVoid() {
        return mark < 0 || of.leaps() != leaps;
    }

    /** True if nothing is left but {@link Stability#finish}. */
    public boolean isOver() {
        if (running) {
            return false;
        }
        boolean few = mark == of.log().mark() && unapplied.count() <= LEFT_MAX;
        return isVoid() || tooLate || failure != null || (ran && few);
    }

    @Override
    @SuppressWarnings("IllegalCatch") // whatever ends the work here is thrown where it is taken over
    public void run() {
        try {
            BatchReplay replay = replay();
            SectorState goesOn = state;
            if (!ran) {
                goesOn = settle(replay);
            }
            if (goesOn != null) {
                goOn(goesOn, replay);
                goesOn.tree().digest();
            }
            state = goesOn;
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            ran = true;
            running = false;
        }
    }

    private BatchReplay replay() {
        ProofBook known = book == null ? rules.book() : book;
        book = known;
        for (; learned < proofs.size(); learned++) {
            known.learn(proofs.get(learned));
        }
        return new BatchReplay(known, new BatchApplication(rules.rules(known), null));
    }

    /** Takes what lies below the cut out of the batches; answers what they make, null if they do not reach it. */
    private @Nullable SectorState settle(BatchReplay replay) {
        SectorId sector = cut.sector();
        SectorState out = packed == null ? new SectorState(sector) : SectorCodec.decode(sector, new ByteReader(packed));
        if (out == null) {
            throw new IllegalStateException("the base of sector " + sector + " does not read what it wrote");
        }
        BatchLog above = new BatchLog();
        while (unapplied.count() > 0) {
            if (unapplied.oldestSequence() > cut.reached().last(unapplied.oldestReplica())) {
                unapplied.moveOldest(above);
            } else {
                replay.takeOldest(unapplied, out);
            }
        }
        if (!out.vector().equals(cut.reached())) {
            tooLate = true;
            return null;
        }
        out.settle(cut);
        below = SectorReplica.pack(out);
        unapplied.copy(above, above.oldestMark(), above.count());
        return out;
    }

    /** True if batches above the cut cannot be told from those below any more. */
    boolean isTooLate() {
        return tooLate;
    }

    /** What was made, with the last few batches applied; null if there is nothing to be taken over. */
    @Nullable Made made(BatchReplay replay) {
        if (failure != null) {
            throw failure;
        }
        SectorState done = state;
        byte[] settled = below;
        if (isVoid() || done == null || settled == null) {
            return null;
        }
        goOn(done, replay);
        return new Made(settled, done, kept);
    }

    private void goOn(SectorState from, BatchReplay replay) {
        while (unapplied.count() > 0) {
            OpBuffer applied = replay.takeOldest(unapplied, from);
            if (applied != null) {
                kept.append(applied.header(), applied.count());
                if (Long.compareUnsigned(applied.header().clock(), newestStable) <= 0) {
                    addLate(applied);
                }
            }
        }
    }

    private void addLate(OpBuffer ops) {
        for (int i = 0; i < ops.size(); i++) {
            late.add(new EntityId(ops.replica(ops.group(i)), ops.counter(i)));
        }
        for (Op op : ops.others()) {
            EntityId entity = op.entity();
            if (entity != null) {
                late.add(entity);
            }
        }
    }
}
