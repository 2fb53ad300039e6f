package worldmesh.peer.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.error.SecurityError;
import worldmesh.peer.error.SyncError;
import worldmesh.peer.error.ValidationError;
import worldmesh.peer.error.WorldMeshError;
import worldmesh.peer.sync.LinkSync;
import worldmesh.peer.sync.SketchTaker;
import worldmesh.peer.sync.SnapshotParts;
import worldmesh.peer.wire.Batches;
import worldmesh.peer.wire.Block;
import worldmesh.peer.wire.BlockRoot;
import worldmesh.peer.wire.Message;
import worldmesh.peer.wire.Sketch;
import worldmesh.peer.wire.SketchAsk;
import worldmesh.peer.wire.SketchRest;
import worldmesh.peer.wire.SketchStop;
import worldmesh.peer.wire.SnapshotPart;
import worldmesh.peer.wire.Vectors;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.replica.BlockSource;
import worldmesh.world.replica.CatchUpStats;
import worldmesh.world.replica.Change;
import worldmesh.world.replica.MergeAhead;
import worldmesh.world.replica.MergeResult;
import worldmesh.world.replica.Reconciler;
import worldmesh.world.replica.RejectReason;
import worldmesh.world.replica.Replica;
import worldmesh.world.replica.Verification;
import worldmesh.world.sector.SectorId;
import worldmesh.world.sync.Difference;
import worldmesh.world.sync.SketchPart;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.sync.SnapshotRoot;
import worldmesh.world.sync.sketch.SketchKey;
import worldmesh.world.trust.Proof;

/** Merges what peers send, keeps it, and spreads what is new to the links that lack it. */
final class Replication {
    /** Between two reports of what this side has: a dropped batch is missed for so long. */
    static final long REPORT_NANOS = 3_000_000_000L;

    /**
     * The same while no history comes or goes: each pause is twice the last one up to this, since there is nothing that
     * could have been dropped.
     */
    static final long REPORT_IDLE_NANOS = 8 * REPORT_NANOS;

    /** The same while a peer waits to hear that the slow lane arrived. */
    static final long OWED_NANOS = 20_000_000;

    /** A sketch is kept so long for the next peer that comes back. */
    static final long SKETCH_NANOS = 60_000_000_000L;

    /** Parked batches are tried again this often: as often as world time can make a difference. */
    static final long RETRY_NANOS = 100_000_000;

    private final SessionScope scope;
    private final ProofExchange proofs;
    private final StateCheck check;
    private final BlockDesk blocks;
    private final Settling settling;
    private final InterestDesk interests;
    private final ReportTurns turns = new ReportTurns();
    private final Map<PeerId, SnapshotParts> assemblies = new TreeMap<>();
    private long nextReportNanos;
    private long reportPauseNanos = REPORT_NANOS;
    private long reportedTraffic;
    private long nextOwedNanos;
    private long nextRetryNanos;
    private long sketchedNanos;
    private @Nullable Reconciler reconciler;
    private Predicate<SignedBatch> admitted = batch -> true;
    private final HeldBatches held = new HeldBatches();

    Replication(SessionScope scope) {
        this.scope = scope;
        this.proofs = new ProofExchange(scope, this::onApplied);
        this.check = new StateCheck(scope, this::takeLocal);
        this.blocks = new BlockDesk(scope, this::installFetched);
        this.settling = new Settling(scope, this::takeLocal);
        this.interests = new InterestDesk(scope, proofs);
    }

    InterestDesk interests() {
        return interests;
    }

    StateCheck check() {
        return check;
    }

    ProofExchange proofs() {
        return proofs;
    }

    BlockDesk blocks() {
        return blocks;
    }

    Settling settling() {
        return settling;
    }

    /** Asks before a batch is merged or a proof learned; what is refused is held back. */
    void admitBy(Predicate<SignedBatch> admits, Predicate<Proof> admitsProof) {
        admitted = admits;
        proofs.admitBy(admitsProof);
    }

    /** Takes batches of the authority that are decided: merges what is not here and spreads all. */
    void publish(List<SignedBatch> batches) {
        takeLocal();
        for (SignedBatch batch : batches) {
            if (replica().vector(batch.sector()).last(batch.replica()) < batch.sequence()) {
                merge(batch);
            }
        }
        spread(batches);
    }

    /** Opens the replica again from the store: edits are kept, what was never decided is gone. */
    void reopen() {
        takeLocal();
        spread(scope.world.seal());
        scope.world.reopen();
        for (PeerLink link : scope.links.admitted()) {
            link.forgetSync();
            onAdmitted(link);
        }
    }

    void onAdmitted(PeerLink link) {
        interests.onAdmitted(link);
        proofs.sendAll(link);
        link.reportDue = true;
    }

    void onLinkDown(PeerId peer) {
        assemblies.remove(peer);
        check.onLinkDown(peer);
        blocks.onLinkDown(peer);
        interests.onLinkDown(peer);
    }

    void onVectors(PeerLink link, Vectors vectors) {
        link.sync().onVectors(vectors, replica(), scope.nowNanos);
        check.onVectors(link, vectors);
    }

    void onBatches(PeerLink link, Batches message, boolean bulk) {
        takeLocal();
        if (bulk) {
            settling.onCatchUp();
        }
        for (SignedBatch batch : read(link, message)) {
            scope.counters.batchesReceived++;
            link.sync().onReceived(batch, replica(), bulk);
            if (admitted.test(batch)) {
                merge(batch);
            } else {
                scope.counters.heldBatches++;
                held.add(batch);
            }
        }
    }

    /** The batches that can be read; the signatures of many are looked into beside merging them. */
    private List<SignedBatch> read(PeerLink link, Batches message) {
        List<SignedBatch> batches = new ArrayList<>();
        for (byte[] raw : message.batches()) {
            SignedBatch batch = SignedBatch.decode(raw);
            if (batch == null) {
                scope.counters.malformedMessages++;
                scope.fail(new SyncError(link.peer(), link.name() + " sent history that cannot be read"));
            } else {
                batches.add(batch);
            }
        }
        if (batches.size() > 1) {
            MergeAhead ahead = new MergeAhead(replica());
            batches.forEach(ahead::foresee);
        }
        return batches;
    }

    private void merge(SignedBatch batch) {
        MergeResult result = replica().merge(batch, scope.world.stampMillis());
        switch (result.kind()) {
            case APPLIED -> {
                MergeResult.Applied applied = (MergeResult.Applied) result;
                onApplied(applied.batches(), applied.changes());
            }
            case PARKED -> scope.counters.parkedBatches++;
            case REJECTED -> {
                scope.counters.rejectedBatches++;
                scope.fail(errorOf(((MergeResult.Rejected) result).reason()));
            }
            case KNOWN -> {
                // Two peers sent it; the first copy did everything.
            }
        }
    }

    private static WorldMeshError errorOf(RejectReason reason) {
        return switch (reason) {
            case FOREIGN_WORLD, BAD_SIGNATURE, REVOKED, EQUIVOCATION ->
                new SecurityError(null, "history was refused: " + reason);
            case STALE_STAMP -> new ValidationError(null, "history was refused: " + reason);
            case PARKING_FULL -> new SyncError(null, "history came without what it rests on: " + reason);
        };
    }

    private void onApplied(List<SignedBatch> batches, List<Change> changes) {
        if (!batches.isEmpty()) {
            scope.world.store().append(batches, List.of());
            spread(batches);
        }
        scope.world.views().onChanges(changes);
    }

    void onSnapshotPart(PeerLink link, SnapshotPart part) {
        // Only the holder of the authority is believed about state whose batches are gone.
        if (!proofs.isHolder(link.peer())) {
            scope.counters.unexpectedMessages++;
            return;
        }
        settling.onCatchUp();
        Snapshot snapshot = assemblies
                .computeIfAbsent(link.peer(), peer -> new SnapshotParts())
                .onPart(part);
        if (snapshot != null) {
            install(link, snapshot);
        }
    }

    private void install(PeerLink link, Snapshot snapshot) {
        takeLocal();
        List<Change> changes = settling.install(link, snapshot);
        if (changes == null) {
            scope.counters.malformedMessages++;
            scope.fail(new SyncError(link.peer(), link.name() + " sent a snapshot that does not fit"));
            return;
        }
        blocks.onInstalled(snapshot.sector());
        scope.world.store().append(snapshot);
        scope.links.all().forEach(other -> other.sync().markDirty(snapshot.sector()));
        scope.world.views().onChanges(changes);
    }

    /** What was fetched is told at once: the holder goes on with what came since. */
    private void installFetched(PeerLink link, Snapshot snapshot) {
        install(link, snapshot);
        report(link, false);
    }

    void onBlockRoot(PeerLink link, BlockRoot message) {
        if (!proofs.isHolder(link.peer())) {
            scope.counters.unexpectedMessages++;
            return;
        }
        SnapshotRoot root = SnapshotRoot.decode(message.root());
        if (root == null) {
            scope.counters.malformedMessages++;
        } else {
            blocks.onRoot(link, root);
        }
    }

    void onBlock(PeerLink link, Block message) {
        settling.onCatchUp();
        blocks.onBlock(link, message);
    }

    void onSketch(PeerLink link, Sketch message) {
        // As with snapshots: what comes of it is state whose batches are gone.
        if (!proofs.isHolder(link.peer())) {
            scope.counters.unexpectedMessages++;
            return;
        }
        SketchPart part = SketchPart.decode(message.part());
        if (part == null) {
            scope.counters.malformedMessages++;
            return;
        }
        takeLocal();
        Message answer = link.sync().taker().onSketch(part, reconciler());
        if (answer != null) {
            link.send(PeerLink.CONTROL_STREAM, answer);
        }
    }

    void onSketchAsk(PeerLink link, SketchAsk message) {
        Difference ask = Difference.decode(message.difference());
        if (ask == null) {
            scope.counters.malformedMessages++;
        } else if (!link.sync().onSketchAsk(ask)) {
            scope.counters.unexpectedMessages++;
        }
    }

    void onSketchRest(PeerLink link, SketchRest piece) {
        SketchTaker taker = link.sync().taker();
        if (!proofs.isHolder(link.peer()) || !taker.awaits(piece)) {
            scope.counters.unexpectedMessages++;
            return;
        }
        takeLocal();
        settling.onCatchUp();
        SketchTaker.Taken taken = taker.onRest(piece);
        if (taken.snapshot() != null) {
            install(link, taken.snapshot());
        } else if (taken.stop() != null) {
            link.send(PeerLink.CONTROL_STREAM, taken.stop());
        }
    }

    void onSketchStop(PeerLink link, SketchStop message) {
        if (!link.sync().onSketchStop(message, reconciler())) {
            scope.counters.unexpectedMessages++;
        }
    }

    private Reconciler reconciler() {
        Reconciler now = reconciler == null ? new Reconciler(replica()) : reconciler;
        reconciler = now;
        now.reopen(replica());
        return now;
    }

    private SketchKey drawKey() {
        sketchedNanos = scope.nowNanos;
        return new SketchKey(scope.world.drawId(), scope.world.drawId());
    }

    /** Which ways of catching up were chosen, and what became of sketches. */
    CatchUpStats catchUps() {
        return reconciler == null ? CatchUpStats.NONE : reconciler.stats();
    }

    /** Marks batches, own or the authority's, for everybody who lacks them. */
    void spread(List<SignedBatch> batches) {
        for (PeerLink link : scope.links.all()) {
            batches.forEach(batch -> link.sync().markDirty(batch.sector()));
        }
    }

    /** Tells the views of local edits; must come before a merge. */
    void takeLocal() {
        scope.world.views().onChanges(replica().localChanges());
    }

    void onTime() {
        long now = scope.nowNanos;
        settling.proceed();
        if (now >= nextRetryNanos) {
            nextRetryNanos = now + RETRY_NANOS;
            proofs.retryHeld();
            held.take(admitted).forEach(this::merge);
            takeLocal();
            MergeResult.Applied applied = replica().retryParked(scope.world.stampMillis());
            onApplied(applied.batches(), applied.changes());
            check.onTime();
            interests.onTime();
            settling.onTime(proofs::isHolder, link -> report(link, true));
            if (reconciler != null && now > sketchedNanos + SKETCH_NANOS) {
                reconciler.forget();
            }
        }
        long traffic = scope.counters.batchesReceived + scope.counters.batchesSent;
        if (traffic != reportedTraffic && reportPauseNanos > REPORT_NANOS) {
            nextReportNanos = Math.min(nextReportNanos, now + REPORT_NANOS);
            reportPauseNanos = REPORT_NANOS;
        }
        if (now >= nextReportNanos) {
            reportPauseNanos =
                    traffic == reportedTraffic ? Math.min(REPORT_IDLE_NANOS, 2 * reportPauseNanos) : REPORT_NANOS;
            reportedTraffic = traffic;
            nextReportNanos = now + reportPauseNanos;
            scope.links.admitted().stream().filter(link -> !link.reportDue).forEach(link -> report(link, false));
        } else if (now >= nextOwedNanos) {
            nextOwedNanos = now + OWED_NANOS;
            for (PeerLink link : scope.links.admitted()) {
                if (!link.reportDue && link.sync().takeOwedVectors()) {
                    report(link, false);
                }
            }
        }
    }

    /** Sends every link what it lacks. */
    void pump() {
        boolean serves = proofs.isHolder(scope.world.self());
        BlockSource parts = new BlockSource(replica());
        blocks.fetch();
        blocks.serve(parts);
        reportFirst();
        for (PeerLink link : scope.links.admitted()) {
            if (!link.appetite().takesHistory(scope.nowNanos)) {
                continue;
            }
            LinkSync.Source source = new LinkSync.Source(
                    replica(), reconciler(), parts, this::drawKey, () -> nearest(link.peer()), serves);
            LinkSync.Sender sender = (lane, message) -> link.trySend(lane, streamOf(lane), message);
            scope.counters.batchesSent += link.sync().pump(source, sender, scope.nowNanos);
        }
    }

    /** Not before all that came with a welcome was read: the other side may want little of what is here. */
    private void reportFirst() {
        List<PeerLink> due = new ArrayList<>(scope.links.admitted());
        due.removeIf(link -> !link.reportDue);
        if (due.isEmpty()) {
            turns.rest();
            return;
        }
        due.sort(Comparator.comparing(link -> !proofs.isHolder(link.peer())));
        for (PeerLink link : due) {
            if (turns.mayReport(link, isCaughtUp(turns.asked()), scope.nowNanos)) {
                link.reportDue = false;
                turns.onReport(link, scope.nowNanos);
                report(link, true);
            }
        }
    }

    /** Where a peer's first entity is; of a newcomer, where this player's is. */
    private SectorId nearest(PeerId peer) {
        Avatars.Places places = scope.world.views().avatars().places(replica());
        SectorId there = places.of(peer);
        SectorId here = places.of(scope.world.self());
        return there != null ? there : here != null ? here : SectorId.ORIGIN;
    }

    private static int streamOf(Lane lane) {
        return lane == Lane.BULK ? PeerLink.SOCIAL_STREAM : PeerLink.CONTROL_STREAM;
    }

    /** Says what is here; with {@code reset} as if for the first time, and the peer answers with the same. */
    void report(PeerLink link, boolean reset) {
        Replica replica = replica();
        List<Vectors.Entry> entries = new ArrayList<>();
        int bytes = 0;
        boolean first = reset;
        Verification verification = replica.verification();
        for (SectorId sector : replica.sectors()) {
            if (!link.sync().isTold(sector)) {
                continue;
            }
            VersionVector vector = settling.toReport(sector, link, replica.vector(sector));
            int size = 40 + 20 * vector.entries().size();
            if (bytes + size > Message.TARGET_BYTES || entries.size() == Vectors.SECTORS_MAX) {
                link.send(PeerLink.CONTROL_STREAM, new Vectors(first, verification.proofs(), entries));
                first = false;
                entries = new ArrayList<>();
                bytes = 0;
            }
            entries.add(new Vectors.Entry(sector, vector, verification.digest(sector)));
            bytes += size;
        }
        link.send(PeerLink.CONTROL_STREAM, new Vectors(first, verification.proofs(), entries));
    }

    private Replica replica() {
        return scope.world.replica();
    }

    /** True if everything that {@code link} reported is here. */
    boolean isCaughtUp(@Nullable PeerLink link) {
        return link != null && link.sync().isCaughtUp(replica(), interests.interest());
    }
}
