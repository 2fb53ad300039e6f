package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.world.causal.HybridClock;
import worldmesh.world.delta.BatchHeader;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Author;
import worldmesh.world.state.SectorState;
import worldmesh.world.sync.ParkReason;
import worldmesh.world.sync.Parking;
import worldmesh.world.trust.Equivocation;
import worldmesh.world.trust.LearnStatus;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ReplicaCertificate;
import worldmesh.world.trust.Revocation;
import worldmesh.world.trust.WorldId;

/**
 * Decides what becomes of a batch: applied, known, parked or rejected. A batch is only ever rejected for reasons that
 * hold on every replica; whatever may still change lets it wait. Not thread-safe.
 */
final class Admission {
    private final WorldId world;
    private final SignatureVerifier verifier;
    private final WorldBook book;
    private final HybridClock clock;
    private final Parking parking;
    private final TreeSet<SectorId> forked = new TreeSet<>();
    private long rejected;

    Admission(Replica.Setup setup, WorldBook book, HybridClock clock) {
        this.world = setup.manifest().worldId();
        this.verifier = setup.verifier();
        this.book = book;
        this.clock = clock;
        this.parking =
                new Parking(setup.limits().parkedBatches(), setup.limits().parkedPerReplica());
    }

    /** Takes back what the authors of forks found since the last call wrote after them. */
    List<Change> healForks() {
        if (forked.isEmpty()) {
            return List.of();
        }
        book.changes().settle();
        List<Change> changes = new ArrayList<>();
        while (!forked.isEmpty()) {
            changes.addAll(book.rebuild(forked.pollFirst()));
        }
        return changes;
    }

    Parking parking() {
        return parking;
    }

    long rejected() {
        return rejected;
    }

    /** Takes in one batch and all that waited for it. */
    MergeResult merge(SignedBatch batch, long worldMillis, boolean verified) {
        int proofs = book.proofs().count();
        MergeResult result = judge(batch, worldMillis, verified);
        if (result == null) {
            List<SignedBatch> applied = new ArrayList<>(1);
            ToldChanges changes = new ToldChanges();
            apply(batch, worldMillis, applied, changes);
            // A batch may have brought a claim that others wait for.
            if (book.proofs().count() > proofs) {
                retry(worldMillis, applied, changes);
            }
            return new MergeResult.Applied(applied, changes.all());
        }
        if (result instanceof MergeResult.Parked parked) {
            boolean checked = parked.reason() != ParkReason.UNKNOWN_REPLICA;
            result = parking.park(batch, checked) ? parked : rejected(RejectReason.PARKING_FULL);
        }
        if (result instanceof MergeResult.Rejected) {
            rejected++;
        }
        return result;
    }

    /**
     * Applies the batch that was read into the book's buffer last if it is its author's next and there is nothing to
     * wait for or to prove; false, and nothing changed, if it has to be judged by itself.
     */
    boolean take(BatchHeader batch, long worldMillis) {
        SectorReplica sector = book.known(batch.sector());
        ReplicaCertificate certificate = book.proofs().certificate(batch.replica());
        if (sector == null || certificate == null || !isPlain(batch) || !isNext(batch, sector.state(), worldMillis)) {
            return false;
        }
        Author author = book.plainAuthor(batch.replica());
        boolean counts = batch.sequence() <= book.proofs().lastValid(batch.replica(), batch.sector());
        if (author == null || !counts || !batch.verify(verifier, certificate.key())) {
            return false;
        }
        clock.observe(batch.clock());
        book.apply(batch, sector, author);
        return true;
    }

    /** True if there is nothing to wait for and nobody who waits. */
    private boolean isPlain(BatchHeader batch) {
        return batch.grant() == null
                && parking.count() == 0
                && batch.isOf(world)
                && book.buffer().others().isEmpty()
                && !book.rules().waits(book.buffer(), batch.replica());
    }

    private static boolean isNext(BatchHeader batch, SectorState state, long worldMillis) {
        return batch.sequence() == state.sequence(batch.replica()) + 1
                && Long.compareUnsigned(batch.clock(), state.clock(batch.replica())) > 0
                && !HybridClock.farAhead(batch.clock(), worldMillis);
    }

    /** Takes in a proof, and what waited for it. */
    LearnResult learn(Proof proof) {
        if (proof instanceof ReplicaCertificate certificate) {
            book.noteBorn(certificate.replica());
        }
        LearnStatus status = book.proofs().learn(proof);
        List<Change> changes = new ArrayList<>(book.changes().finish(Origin.REMOTE));
        changes.forEach(Change::keep);
        if (status != LearnStatus.LEARNED) {
            return new LearnResult(status, List.of(), changes);
        }
        if (proof instanceof Revocation) {
            changes.addAll(book.rebuild(null));
        } else if (proof instanceof Equivocation fork) {
            changes.addAll(book.rebuild(fork.key().sector()));
        }
        MergeResult.Applied unparked = retry(clock.worldMillis()).with(healForks());
        changes.addAll(unparked.changes());
        return new LearnResult(status, unparked.batches(), changes);
    }

    /** Applies whatever waited and need not wait any more. */
    MergeResult.Applied retry(long worldMillis) {
        List<SignedBatch> applied = new ArrayList<>();
        ToldChanges changes = new ToldChanges();
        retry(worldMillis, applied, changes);
        return new MergeResult.Applied(applied, changes.all());
    }

    private void retry(long worldMillis, List<SignedBatch> applied, ToldChanges changes) {
        int proofs;
        do {
            proofs = book.proofs().count();
            for (Parking.Waiting waiting : parking.all()) {
                settle(waiting, worldMillis, applied, changes);
            }
        } while (book.proofs().count() > proofs);
    }

    /** Judges a waiting batch again. */
    private void settle(Parking.Waiting waiting, long worldMillis, List<SignedBatch> applied, ToldChanges changes) {
        SignedBatch batch = waiting.batch();
        MergeResult result = judge(batch, worldMillis, waiting.verified());
        if (result instanceof MergeResult.Parked parked) {
            if (!waiting.verified() && parked.reason() != ParkReason.UNKNOWN_REPLICA) {
                parking.remove(batch);
                parking.park(batch, true);
            }
            return;
        }
        parking.remove(batch);
        if (result == null) {
            apply(batch, worldMillis, applied, changes);
        } else if (result instanceof MergeResult.Rejected) {
            rejected++;
        }
    }

    private void apply(SignedBatch first, long worldMillis, List<SignedBatch> applied, ToldChanges changes) {
        SignedBatch batch = first;
        while (batch != null) {
            parking.remove(batch);
            Author author = book.author(batch);
            if (author == null) {
                throw new IllegalStateException("applying " + batch + " of an uncertified replica");
            }
            clock.observe(batch.clock());
            changes.add(book.apply(batch, author));
            applied.add(batch);
            batch = next(batch, worldMillis);
        }
    }

    /** The batch that waited for that one alone, null if there is none. */
    private @Nullable SignedBatch next(SignedBatch before, long worldMillis) {
        if (parking.count() == 0) {
            return null;
        }
        for (Parking.Waiting next : parking.at(before.replica(), before.sector(), before.sequence() + 1)) {
            if (judge(next.batch(), worldMillis, next.verified()) == null) {
                return next.batch();
            }
        }
        return null;
    }

    /** Null if the batch can be applied now. */
    private @Nullable MergeResult judge(SignedBatch batch, long worldMillis, boolean verified) {
        if (!batch.world().equals(world)) {
            return rejected(RejectReason.FOREIGN_WORLD);
        }
        SectorReplica sector = book.known(batch.sector());
        if (sector != null && batch.sequence() <= sector.state().sequence(batch.replica())) {
            return again(sector, batch);
        }
        ReplicaCertificate certificate = book.proofs().certificate(batch.replica());
        if (certificate == null) {
            return parked(ParkReason.UNKNOWN_REPLICA);
        }
        if (batch.sequence() > book.proofs().lastValid(batch.replica(), batch.sector())) {
            return rejected(RejectReason.REVOKED);
        }
        if (!verified && !batch.verify(verifier, certificate.key())) {
            return rejected(RejectReason.BAD_SIGNATURE);
        }
        return judgeTurn(batch, sector, worldMillis);
    }

    private @Nullable MergeResult judgeTurn(SignedBatch batch, @Nullable SectorReplica sector, long worldMillis) {
        long sequence = sector == null ? 0 : sector.state().sequence(batch.replica());
        long before = sector == null ? 0 : sector.state().clock(batch.replica());
        if (batch.sequence() > sequence + 1) {
            return parked(ParkReason.MISSING_PREDECESSOR);
        }
        if (Long.compareUnsigned(batch.clock(), before) <= 0) {
            return rejected(RejectReason.STALE_STAMP);
        }
        if (HybridClock.farAhead(batch.clock(), worldMillis)) {
            return parked(ParkReason.FAR_AHEAD);
        }
        return waits(batch) ? parked(ParkReason.UNKNOWN_PROOF) : null;
    }

    private static MergeResult rejected(RejectReason reason) {
        return new MergeResult.Rejected(reason);
    }

    private static MergeResult parked(ParkReason reason) {
        return new MergeResult.Parked(reason);
    }

    private boolean waits(SignedBatch batch) {
        boolean waits = batch.grant() != null && book.proofs().grant(batch.grant()) == null;
        // All ops are asked, since claims are learned on the way.
        boolean named = book.rules().waits(book.read(batch), batch.replica());
        return waits || named;
    }

    /** A number that is taken: the same batch again, or a fork, whose two halves are a proof against the author. */
    private MergeResult again(SectorReplica sector, SignedBatch batch) {
        SignedBatch retained = sector.log().batch(batch.replica(), batch.sequence());
        if (retained == null || retained.content().equals(batch.content())) {
            return new MergeResult.Known();
        }
        Equivocation fork = Equivocation.of(
                batch.key(), retained.content(), retained.signature(), batch.content(), batch.signature());
        if (book.proofs().learn(fork) != LearnStatus.LEARNED) {
            return rejected(RejectReason.BAD_SIGNATURE);
        }
        forked.add(batch.sector());
        return rejected(RejectReason.EQUIVOCATION);
    }
}
