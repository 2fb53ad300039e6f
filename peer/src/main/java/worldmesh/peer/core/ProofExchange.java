package worldmesh.peer.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.event.AuthorityEvent;
import worldmesh.peer.event.Origin;
import worldmesh.peer.wire.Message;
import worldmesh.peer.wire.Proofs;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.replica.Change;
import worldmesh.world.replica.LearnResult;
import worldmesh.world.trust.Admittance;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.LearnStatus;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ProofCodec;
import worldmesh.world.trust.ProofId;

/** Passes certificates, grants, claims and revocations on, and knows who holds the authority. */
final class ProofExchange {
    /** Proofs that wait for others; the oldest make room, the sender's next report brings them again. */
    static final int WAITING_MAX = 256;

    /** Admittances of members in a hurry; more are dropped, and come with the next link or with whom they let in. */
    static final int LATE_MAX = 256;

    /** Grants come by proofs alone; the look in between is for those that batches brought. */
    private static final long LOOK_NANOS = 1_000_000_000L;

    private final SessionScope scope;
    private final BiConsumer<List<SignedBatch>, List<Change>> applied;
    private final ArrayDeque<Proof> waiting = new ArrayDeque<>();
    private final HeldProofs held = new HeldProofs();
    private final VouchingRates vouching = new VouchingRates();
    private final Map<ProofId, Admittance> late = new LinkedHashMap<>();
    private Predicate<Proof> admitted = proof -> true;
    private @Nullable Grant newest;
    private @Nullable PeerId seated;
    private long seatedEpoch;
    private boolean seats;
    private long nextLookNanos = Long.MIN_VALUE;
    private boolean learned;

    ProofExchange(SessionScope scope, BiConsumer<List<SignedBatch>, List<Change>> applied) {
        this.scope = scope;
        this.applied = applied;
    }

    /** Asks {@code admits} before a proof of others is learned; one that it refuses is held back. */
    void admitBy(Predicate<Proof> admits) {
        admitted = admits;
    }

    /** Learns what was held back and may be learned now. */
    void retryHeld() {
        for (Proof proof : held.take(admitted)) {
            if (learn(proof, null)) {
                retryWaiting();
            }
        }
    }

    void sendAll(PeerLink link) {
        List<byte[]> blocks = new ArrayList<>();
        int bytes = 0;
        for (Proof proof : scope.world.replica().proofs()) {
            byte[] encoded = proof.encode();
            if (bytes + encoded.length > Message.TARGET_BYTES && !blocks.isEmpty()) {
                link.send(PeerLink.CONTROL_STREAM, new Proofs(blocks));
                blocks = new ArrayList<>();
                bytes = 0;
            }
            blocks.add(encoded);
            bytes += encoded.length + 3;
        }
        link.send(PeerLink.CONTROL_STREAM, new Proofs(blocks));
    }

    void onProofs(PeerLink link, Proofs message) {
        for (byte[] raw : message.proofs()) {
            Proof proof = ProofCodec.decode(raw);
            if (proof == null) {
                scope.counters.malformedMessages++;
            } else if (!admitted.test(proof)) {
                scope.counters.heldProofs++;
                held.add(proof);
            } else if (isInTime(proof) && learn(proof, link.peer())) {
                retryWaiting();
            }
        }
    }

    /** A member that vouches for many at once is believed slowly: the others wait, bounded and counted. */
    private boolean isInTime(Proof proof) {
        if (!(proof instanceof Admittance admittance) || mayLearn(admittance)) {
            return true;
        }
        scope.counters.limitedAdmittances++;
        keepLate(admittance);
        return false;
    }

    /** No more wait than may be believed in time, each once: copies come from everybody. */
    private void keepLate(Admittance admittance) {
        long ofIssuer = late.values().stream()
                .filter(other -> other.issuer().equals(admittance.issuer()))
                .count();
        if (late.size() < LATE_MAX && ofIssuer < vouching.left(admittance, scope.nowNanos)) {
            late.put(admittance.id(), admittance);
        }
    }

    /** Nobody spends another's rate: a forged one is refused where it is learned, and costs its issuer nothing. */
    private boolean mayLearn(Admittance admittance) {
        if (scope.world.replica().knownProofs().knows(admittance.id())) {
            return true;
        }
        if (!vouching.hasRoom(admittance, scope.nowNanos)) {
            return false;
        }
        if (admittance.verify(scope.world.parts().verifier())) {
            vouching.take(admittance, scope.nowNanos);
        }
        return true;
    }

    /** Learns what a peer shows for itself before it is let in; what cannot be judged yet is not kept. */
    void learnShown(Proof proof) {
        boolean inTime = !(proof instanceof Admittance admittance) || mayLearn(admittance);
        if (inTime && !scope.world.replica().knownProofs().knows(proof.id())) {
            LearnResult result = scope.world.replica().learn(proof);
            if (result.status() == LearnStatus.LEARNED) {
                onLearned(proof, null, result);
            }
        }
    }

    /** Each is looked at once its issuer has room again, and not kept after that, nor where others took its place. */
    private void retryLate() {
        for (Map.Entry<ProofId, Admittance> each : List.copyOf(late.entrySet())) {
            Admittance admittance = each.getValue();
            if (vouching.left(admittance, scope.nowNanos) == 0) {
                late.remove(each.getKey());
            } else if (mayLearn(admittance)) {
                late.remove(each.getKey());
                if (learn(admittance, null)) {
                    retryWaiting();
                }
            }
        }
    }

    /** Learns a proof of this side's own and tells everybody. */
    void announce(Proof proof) {
        // It may have been learned by the replica before it came here: it is news to the others all the same.
        if (!learn(proof, null) && scope.world.replica().knownProofs().knows(proof.id())) {
            scope.links.broadcast(PeerLink.CONTROL_STREAM, new Proofs(List.of(proof.encode())), null);
        }
    }

    private boolean learn(Proof proof, @Nullable PeerId from) {
        scope.world.views().onChanges(scope.world.replica().localChanges());
        LearnResult result = scope.world.replica().learn(proof);
        switch (result.status()) {
            case LEARNED -> {
                onLearned(proof, from, result);
                return true;
            }
            case WAITING -> {
                waiting.addLast(proof);
                if (waiting.size() > WAITING_MAX) {
                    waiting.removeFirst();
                }
                return false;
            }
            case REFUSED -> {
                scope.counters.refusedProofs++;
                return false;
            }
            case KNOWN -> {
                return false;
            }
        }
        return false;
    }

    private void onLearned(Proof proof, @Nullable PeerId from, LearnResult result) {
        learned = true;
        scope.world.store().append(List.of(), List.of(proof));
        scope.links.broadcast(PeerLink.CONTROL_STREAM, new Proofs(List.of(proof.encode())), from);
        applied.accept(result.batches(), result.changes());
    }

    private void retryWaiting() {
        for (int rounds = waiting.size(); rounds > 0; rounds--) {
            learn(waiting.removeFirst(), null);
        }
    }

    /** Looks who holds the authority now. */
    void onTime() {
        if (!late.isEmpty()) {
            retryLate();
        }
        if (!learned && scope.nowNanos < nextLookNanos) {
            return;
        }
        learned = false;
        nextLookNanos = scope.nowNanos + LOOK_NANOS;
        if (seats) {
            return;
        }
        Grant best = newest;
        for (Grant grant : scope.world.replica().knownProofs().grants()) {
            if (best == null || grant.epoch() > best.epoch()) {
                best = grant;
            }
        }
        if (best != null && (newest == null || best.epoch() > newest.epoch())) {
            newest = best;
            scope.emit(new AuthorityEvent(best.holder(), best.epoch(), Origin.AUTHORITY, scope.worldMillis()));
        }
    }

    /** This peer's own authority says who answers commands, knowing better than the newest grant; true for news. */
    boolean seat(@Nullable PeerId holder, long epoch) {
        boolean news = holder != null && !(Objects.equals(holder, seated) && epoch == seatedEpoch);
        seats = true;
        seated = holder;
        seatedEpoch = epoch;
        if (holder != null && news) {
            scope.emit(new AuthorityEvent(holder, epoch, Origin.AUTHORITY, scope.worldMillis()));
        }
        return news;
    }

    /** The epoch of the tenure this peer goes by, 0 while none is known. */
    long epoch() {
        return seats ? seatedEpoch : newest == null ? 0 : newest.epoch();
    }

    /** Who holds the authority, or null. */
    @Nullable PeerId holder() {
        return seats ? seated : newest == null ? null : newest.holder();
    }

    /** True if the peer holds the authority. */
    boolean isHolder(PeerId peer) {
        return Objects.equals(peer, holder());
    }

    /** The grants of an epoch: two if a side of the party went on by itself. */
    List<Grant> ofEpoch(long epoch) {
        return scope.world.replica().knownProofs().grants().stream()
                .filter(grant -> grant.epoch() == epoch)
                .toList();
    }
}
