package worldmesh.peer.core;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.error.StateError;
import worldmesh.peer.wire.Batches;
import worldmesh.peer.wire.Marks;
import worldmesh.peer.wire.Message;
import worldmesh.peer.wire.TreeProbe;
import worldmesh.peer.wire.Vectors;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.rate.TokenBucket;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.hash.Hash;
import worldmesh.world.replica.Authorship;
import worldmesh.world.replica.Replica;
import worldmesh.world.replica.Verification;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.CellDifference;
import worldmesh.world.state.TreeNode;

/**
 * Verifies the state of the world: what is in memory against its history, round after round, and what neighbours made
 * of the same history against what came of it here. A fork of which two peers hold different halves is proved; what was
 * damaged is made anew; whatever else differs is reported with its entity, its component and its authors. Nothing is
 * believed but signed batches. Confined to the session's thread.
 */
final class StateCheck {
    /** A round through the whole world takes so many calls of {@link #onTime}, of which there are ten in a second. */
    static final int ROUND_CALLS = 30;

    /** A call hashes no more copies than this; a round through a larger world takes longer. */
    static final int COPIES_MAX = 2_000;

    /** Between two questions about a sector to one neighbour: twice as long each time, up to the second. */
    static final long PAUSE_NANOS = 2_000_000_000L;

    static final long PAUSE_MAX_NANOS = 60_000_000_000L;

    /** Sectors in which a neighbour may differ at the same time; others wait. */
    static final int SUSPECTS_MAX = 64;

    /** Marks in one question: 16 kB. */
    static final int MARKS = 2_048;

    private static final int NAMED = 4;
    private static final double ANSWERS_PER_SECOND = 4;
    private static final double ANSWERS_BURST = 40;

    private final SessionScope scope;
    private final Runnable takeLocal;
    private final Map<PeerId, Neighbour> neighbours = new TreeMap<>();
    private final Map<SectorId, Long> doubtedNanos = new TreeMap<>();
    private @Nullable Replica checked;
    private @Nullable Verification round;

    StateCheck(SessionScope scope, Runnable takeLocal) {
        this.scope = scope;
        this.takeLocal = takeLocal;
    }

    /** What is under way with a neighbour. */
    private static final class Neighbour {
        private final Map<SectorId, Suspect> suspects = new TreeMap<>();
        private final TokenBucket answers;

        Neighbour(long nowNanos) {
            answers = new TokenBucket(ANSWERS_PER_SECOND, ANSWERS_BURST, nowNanos);
        }
    }

    /** A sector that a neighbour makes something else of. */
    private static final class Suspect {
        private long pauseNanos = PAUSE_NANOS;
        private long nextNanos;
        private boolean asked;
    }

    void onLinkDown(PeerId peer) {
        neighbours.remove(peer);
    }

    /** A neighbour said what it has and what it made of it. */
    void onVectors(PeerLink link, Vectors vectors) {
        Verification verification = replica().verification();
        if (vectors.proofs() != verification.proofs()) {
            return;
        }
        for (Vectors.Entry entry : vectors.sectors()) {
            boolean comparable =
                    entry.digest() != 0 && entry.vector().equals(replica().vector(entry.sector()));
            long own = comparable ? verification.digest(entry.sector()) : 0;
            if (own != 0 && own != entry.digest()) {
                suspect(link, entry.sector(), verification);
            } else if (own != 0) {
                of(link.peer()).suspects.remove(entry.sector());
            }
        }
    }

    private Neighbour of(PeerId peer) {
        return neighbours.computeIfAbsent(peer, key -> new Neighbour(scope.nowNanos));
    }

    private void suspect(PeerLink link, SectorId sector, Verification verification) {
        Map<SectorId, Suspect> suspects = of(link.peer()).suspects;
        if (suspects.size() >= SUSPECTS_MAX && !suspects.containsKey(sector)) {
            return;
        }
        Suspect suspect = suspects.computeIfAbsent(sector, key -> new Suspect());
        if (scope.nowNanos < suspect.nextNanos) {
            return;
        }
        suspect.nextNanos = scope.nowNanos + suspect.pauseNanos;
        suspect.pauseNanos = Math.min(PAUSE_MAX_NANOS, 2 * suspect.pauseNanos);
        link.trySend(Lane.RELIABLE, PeerLink.CONTROL_STREAM, new Marks(verification.marks(sector, MARKS)));
        // Marks that helped leave nothing to look for.
        TreeNode root = suspect.asked ? verification.root(sector) : null;
        suspect.asked = true;
        if (root != null) {
            send(link, sector, false, root);
        }
    }

    private void send(PeerLink link, SectorId sector, boolean last, TreeNode node) {
        link.trySend(
                Lane.RELIABLE, PeerLink.CONTROL_STREAM, new TreeProbe(sector, moment(replica(), sector), last, node));
    }

    /** Equal where the same batches of a sector and the same proofs are known. */
    static long moment(Replica replica, SectorId sector) {
        ByteWriter out = new ByteWriter(256);
        replica.vector(sector).encode(out);
        out.i64(replica.verification().proofs());
        return Hash.of(out.toBytes()).longAt(0);
    }

    /** A neighbour that knows the same says which batches it holds: it gets those that are others here. */
    void onMarks(PeerLink link, Marks marks) {
        if (!of(link.peer()).answers.tryTake(scope.nowNanos)) {
            scope.counters.limitedMessages++;
            return;
        }
        List<byte[]> unlike = replica().verification().unlike(marks.history(), Message.TARGET_BYTES).stream()
                .map(SignedBatch::encode)
                .toList();
        if (!unlike.isEmpty()) {
            link.trySend(Lane.RELIABLE, PeerLink.CONTROL_STREAM, new Batches(unlike));
        }
    }

    /** A neighbour goes one step down its tree. */
    void onProbe(PeerLink link, TreeProbe probe) {
        if (!of(link.peer()).answers.tryTake(scope.nowNanos)) {
            scope.counters.limitedMessages++;
            return;
        }
        SectorId sector = probe.sector();
        if (probe.moment() != moment(replica(), sector)) {
            return;
        }
        Verification verification = replica().verification();
        TreeNode theirs = probe.node();
        if (theirs.isInner()) {
            TreeNode next = verification.below(sector, theirs);
            if (next != null) {
                send(link, sector, false, next);
            }
            return;
        }
        TreeNode mine = probe.last() ? null : verification.same(sector, theirs);
        if (mine != null && !mine.isInner()) {
            send(link, sector, true, mine);
        }
        List<CellDifference> found = verification.differences(sector, theirs);
        if (!found.isEmpty() && !repairDoubted(link, sector)) {
            scope.counters.divergedCells += found.size();
            scope.fail(new StateError(
                    link.peer(),
                    link.name() + " made something else of the same history of sector " + sector + ": " + text(found)));
        }
    }

    /** Looks at the next part of what is in memory; called ten times a second. */
    void onTime() {
        Replica replica = scope.world.replica();
        Verification verification = round;
        if (verification == null || checked != replica) {
            verification = replica.verification();
            round = verification;
            checked = replica;
        }
        int copies = Math.min(COPIES_MAX, verification.copies() / ROUND_CALLS + 1);
        for (SectorId sector : verification.recheck(copies)) {
            repair(sector, "its hashes are not what they were");
        }
    }

    /** The same because of what a neighbour says, which costs it nothing: once in a while. */
    private boolean repairDoubted(PeerLink link, SectorId sector) {
        Long last = doubtedNanos.get(sector);
        if (last != null && scope.nowNanos - last < PAUSE_MAX_NANOS) {
            return false;
        }
        doubtedNanos.put(sector, scope.nowNanos);
        return repair(sector, "what " + link.name() + " says of it differs");
    }

    /** Makes a sector anew from its history; true if that changed something. */
    private boolean repair(SectorId sector, String why) {
        takeLocal.run();
        Verification.Repair repair = replica().verification().repair(sector, NAMED);
        if (repair.found().isEmpty()) {
            return false;
        }
        scope.counters.damagedCells += repair.found().size();
        scope.world.views().onChanges(repair.changes());
        scope.fail(new StateError(
                null,
                "sector " + sector + " was not what its history makes, and was made anew (" + why + "): "
                        + text(repair.found())));
        return true;
    }

    private String text(List<CellDifference> found) {
        return found.stream().limit(NAMED).map(this::named).collect(Collectors.joining("; "));
    }

    private String named(CellDifference difference) {
        String authors = replica().history().audit(difference.entity(), difference.component()).stream()
                .filter(Authorship::shows)
                .map(Authorship::author)
                .map(author -> author == null ? "unknown" : author.brief())
                .distinct()
                .collect(Collectors.joining(", "));
        return authors.isEmpty() ? difference.toString() : difference + " by " + authors;
    }

    private Replica replica() {
        return scope.world.replica();
    }
}
