package worldmesh.peer.core;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.wire.Summaries;
import worldmesh.peer.wire.Wants;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.world.sector.Interest;
import worldmesh.world.sector.SectorId;

/**
 * Which sectors this side wants to hear about: says it to its neighbours, asks one of them for summaries of what is
 * far, and hears what they want. Confined to the session's thread.
 */
public final class InterestDesk {
    private final SessionScope scope;
    private final ProofExchange proofs;
    private final FarMaker maker;
    private final FarSectors far = new FarSectors();
    private final Map<PeerId, Wants> waiting = new TreeMap<>();
    private Runnable limited = () -> {};
    private @Nullable PeerId asked;

    InterestDesk(SessionScope scope, ProofExchange proofs) {
        this.scope = scope;
        this.proofs = proofs;
        this.maker = new FarMaker(scope);
    }

    /** Runs before the interest is limited for the first time; may refuse it. */
    void beforeLimit(Runnable check) {
        limited = check;
    }

    /**
     * Hears about these sectors from now on. What was heard of others stays as it was. Who does not hear everything has
     * no part in the authority of a party.
     */
    public void want(Interest interest) {
        if (interest.equals(scope.interest)) {
            return;
        }
        if (!interest.everything()) {
            limited.run();
        }
        scope.interest = interest;
        far.onInterest(interest);
        asked = choose();
        scope.links.admitted().forEach(this::tell);
    }

    /** What this side wants. */
    public Interest interest() {
        return scope.interest;
    }

    /** True if news of the sector come here. */
    public boolean covers(SectorId sector) {
        return scope.interest.covers(sector);
    }

    /** What is known of far cells, finer ones first. */
    public List<FarSector> far() {
        return far.all();
    }

    /** Says it again, with what was asked of whom: it was said with the hello, if it was known then. */
    void onAdmitted(PeerLink link) {
        if (!scope.interest.everything()) {
            asked = choose();
            tell(link);
        }
    }

    void onLinkDown(PeerId peer) {
        waiting.remove(peer);
        maker.onLinkDown(peer);
        far.forget(peer);
    }

    private void tell(PeerLink link) {
        link.send(PeerLink.CONTROL_STREAM, new Wants(scope.interest, Objects.equals(link.peer(), asked)));
    }

    /** The holder, else any that hears everything itself. */
    private @Nullable PeerId choose() {
        if (!scope.interest.hasCells()) {
            return null;
        }
        PeerId holder = proofs.holder();
        if (holder != null && scope.links.admitted(holder) != null) {
            return holder;
        }
        return scope.links.admitted().stream()
                .filter(link -> link.sync().interest().everything())
                .map(PeerLink::peer)
                .findFirst()
                .orElse(null);
    }

    void onTime() {
        PeerId best = choose();
        if (!Objects.equals(best, asked)) {
            PeerLink before = asked == null ? null : scope.links.admitted(asked);
            PeerLink now = best == null ? null : scope.links.admitted(best);
            asked = best;
            if (before != null) {
                tell(before);
            }
            if (now != null) {
                tell(now);
            }
        }
        for (PeerLink link : waiting.isEmpty() ? List.<PeerLink>of() : scope.links.admitted()) {
            Wants next = waiting.remove(link.peer());
            if (next != null) {
                onWants(link, next);
            }
        }
        maker.onTime();
    }

    /** A neighbour says what it wants; of several in a short time the newest counts. */
    void onWants(PeerLink link, Wants message) {
        waiting.remove(link.peer());
        if (!link.wants.tryTake(scope.nowNanos)) {
            waiting.put(link.peer(), message);
            return;
        }
        link.sync().onInterest(message.interest(), scope.world.replica());
        maker.onWants(link.peer(), message.interest(), message.summaries());
    }

    void onSummaries(PeerLink link, Summaries message) {
        byte[] world = scope.world.replica().manifest().worldId().hash().bytes();
        boolean right = Objects.equals(link.peer(), asked)
                && new PublicKey(message.key()).peer().equals(link.peer())
                && message.isGenuine(world, scope.world.parts().verifier())
                && far.take(link.peer(), message, scope.worldMillis());
        scope.counters.refusedSummaries += right ? 0 : 1;
    }
}
