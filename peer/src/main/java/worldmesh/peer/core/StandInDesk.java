package worldmesh.peer.core;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.admission.Refusal;
import worldmesh.peer.event.RefusalReason;
import worldmesh.peer.roster.Whereabouts;
import worldmesh.peer.wire.Hello;
import worldmesh.peer.wire.InvitedBy;
import worldmesh.peer.wire.StandsIn;
import worldmesh.peer.wire.VouchAsk;
import worldmesh.peer.wire.VouchRefusal;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.rate.TokenBucket;

/**
 * Members that stand in for one another at the door: an invitation names some beside the one that gave it, and who
 * does not reach that one comes to them. They cannot redeem it, since that would let two in by one use; they ask the
 * giver to, which signs and stores the use as ever. Confined to the session's thread.
 */
public final class StandInDesk {
    /** Asked for others in a row, and then a second: a party of 32 whose giver nobody reaches. */
    static final int BURST = 32;

    static final int PER_SECOND = 4;

    private final SessionScope scope;
    private final DoorDesk door;
    private @Nullable TokenBucket asks;

    StandInDesk(SessionScope scope, DoorDesk door) {
        this.scope = scope;
        this.door = door;
    }

    /** Members that an invitation may name: willing, heard directly, those that can be reached from afar first. */
    public List<Whereabouts> choose(int most) {
        return scope.links.admitted().stream()
                .filter(link -> link.standsIn && !link.isRelayed() && !link.isSuspected())
                .filter(link -> isTellable(link.address()))
                .sorted(Comparator.comparing((PeerLink link) ->
                                PathDesk.isLocal(link.address().getAddress()))
                        .thenComparing(PeerLink::peer))
                .limit(most)
                .map(link -> new Whereabouts(link.peer(), link.address()))
                .toList();
    }

    /** A link-local address says nothing without the network it is of. */
    private static boolean isTellable(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        return host != null && !host.isAnyLocalAddress() && !host.isLinkLocalAddress();
    }

    /** Says that this member may be named. */
    void onAdmitted(PeerLink link) {
        if (scope.settings.standsIn()) {
            link.send(PeerLink.CONTROL_STREAM, new StandsIn(true));
        }
    }

    void onStandsIn(PeerLink link, StandsIn message) {
        link.standsIn = message.willing();
    }

    void onInvitedBy(PeerLink link, InvitedBy message) {
        if (link.hello() != null || link.giver != null) {
            scope.counters.unexpectedMessages++;
        } else {
            link.giver = message.giver();
        }
    }

    /** True if the peer proves an invitation that another member gave, as it says itself. */
    static boolean isForAnother(PeerLink link, Hello hello) {
        return link.giver != null && hello.invitation().length == VouchAsk.HASH_BYTES;
    }

    /** Asks the giver, once it is there, once. */
    void ask(PeerLink link, Hello hello) {
        PeerLink giver = link.giver == null ? null : scope.links.admitted(link.giver);
        if (giver != null && !link.giverAsked && scope.settings.standsIn()) {
            link.giverAsked = true;
            giver.send(PeerLink.CONTROL_STREAM, new VouchAsk(link.peer(), link.channelBinding(), hello.invitation()));
        }
    }

    void onAsk(PeerLink link, VouchAsk message) {
        TokenBucket bucket = asks;
        if (bucket == null) {
            bucket = new TokenBucket(PER_SECOND, BURST, scope.nowNanos);
            asks = bucket;
        }
        if (!bucket.tryTake(scope.nowNanos)) {
            scope.counters.limitedMessages++;
            return;
        }
        // The sender is the verifier, so that nobody uses what was shown to somebody else.
        Refusal refusal = door.redeemFor(
                new InvitationClaim(message.newcomer(), message.binding(), link.peer(), message.proof()));
        if (refusal != null) {
            scope.counters.refusedInvitations++;
            link.send(
                    PeerLink.CONTROL_STREAM,
                    new VouchRefusal(message.newcomer(), refusal.reason().code(), refusal.detail()));
        }
    }

    void onRefusal(PeerLink giver, VouchRefusal message) {
        PeerLink link = scope.links.find(message.newcomer());
        if (link == null || !link.giverAsked || !Objects.equals(link.giver, giver.peer())) {
            scope.counters.unexpectedMessages++;
            return;
        }
        RefusalReason reason = RefusalReason.ofCode(message.reason());
        link.giversRefusal = new Refusal(reason == null ? RefusalReason.INVITATION_WRONG : reason, message.detail());
    }

    /** What a stranger is told that nobody vouched for in time. */
    Refusal late(PeerLink link) {
        PeerId giver = link.giver;
        return giver == null
                ? new Refusal(RefusalReason.INVITATION_WRONG, "nobody vouches for this player")
                : new Refusal(
                        RefusalReason.GIVER_AWAY,
                        "who gave the invitation (" + giver.brief() + ") is not in reach of this member either; it"
                                + " alone can redeem it, so wait for it or ask another member for an invitation");
    }
}
