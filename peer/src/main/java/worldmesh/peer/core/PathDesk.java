package worldmesh.peer.core;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.path.CandidateKind;
import worldmesh.mesh.path.NodeAddress;
import worldmesh.mesh.path.PathEvent;
import worldmesh.mesh.path.PathFinder;
import worldmesh.peer.roster.Connector;
import worldmesh.peer.wire.CarriedOffer;
import worldmesh.runtime.identity.PeerId;

/**
 * The rendezvous of members behind NATs: offers of ways travel over links that exist, one member between, and what is
 * found becomes a link, or the better way of one. The smaller id of two connects and moves.
 */
final class PathDesk {
    /** On a LAN the named address answers by itself, on a busy one within seconds: most parties never search. */
    static final long LOCAL_NANOS = 6_000_000_000L;

    /** A search takes 8 s at most; after that another one may have more luck. */
    static final long AGAIN_NANOS = 10_000_000_000L;

    /** A direct way that was found while a server carried, or about to, is proposed for so long, */
    static final long FRESH_NANOS = 5_000_000_000L;

    /** and so often. */
    static final long PROPOSE_NANOS = 500_000_000L;

    /** A member that was met at the node is looked for elsewhere as long as it is linked there, and so long after. */
    static final long UNPLACED_NANOS = 60_000_000_000L;

    /** Members looked for; a party is smaller. */
    static final int WANTED_MAX = 256;

    /** Addresses of one peer at servers; a search tells at most two, and there are few searches in a session. */
    static final int RELAYED_MAX = 16;

    /** Events taken in one update. */
    static final int EVENTS_PER_UPDATE = 64;

    private final SessionScope scope;
    private final DoorDesk door;
    private final Connector connector;
    private final CheckupDesk checkups;
    private final Map<PeerId, Wanted> wanted = new TreeMap<>();

    private static final class Wanted {
        @Nullable InetSocketAddress seen;

        PeerId carrier;
        long nextNanos;
        final Set<InetSocketAddress> relayed = new LinkedHashSet<>();

        @Nullable InetSocketAddress direct;

        long directNanos;
        long proposeNanos;

        /** Until then it is wanted although nobody knows its place. */
        long unplacedUntilNanos;

        Wanted(@Nullable InetSocketAddress seen, PeerId carrier, long nextNanos) {
            this.seen = seen;
            this.carrier = carrier;
            this.nextNanos = nextNanos;
            this.unplacedUntilNanos = nextNanos;
        }
    }

    PathDesk(SessionScope scope, DoorDesk door, Connector connector) {
        this.scope = scope;
        this.door = door;
        this.connector = connector;
        this.checkups = new CheckupDesk(scope, door);
    }

    CheckupDesk checkups() {
        return checkups;
    }

    private PathFinder finder() {
        return scope.links.mesh().paths();
    }

    /** A member was named by {@code link}'s, which sees it at {@code seen}. */
    void introduce(PeerId peer, InetSocketAddress seen, PeerLink link) {
        if (finder() == PathFinder.NONE || !connector.wants(peer)) {
            return;
        }
        Wanted known = wanted.get(peer);
        if (known == null) {
            boolean lan = isLocal(seen.getAddress()) && isLocal(link.address().getAddress());
            wanted.put(peer, new Wanted(seen, link.peer(), scope.nowNanos + (lan ? LOCAL_NANOS : 0)));
        } else {
            known.seen = seen;
            known.carrier = link.peer();
        }
    }

    /** A member was named by {@code link}'s, which does not know its place: only an offer can tell it. */
    void introduceUnplaced(PeerId peer, PeerLink link) {
        boolean possible = finder() != PathFinder.NONE && !peer.equals(scope.world.self());
        if (possible && (wanted.size() < WANTED_MAX || wanted.containsKey(peer))) {
            Wanted known = wanted.computeIfAbsent(peer, any -> new Wanted(null, link.peer(), scope.nowNanos));
            known.unplacedUntilNanos = scope.nowNanos + UNPLACED_NANOS;
        }
    }

    /** Who is linked through the node has told no place either. */
    private void wantThoseAtTheNode() {
        for (PeerLink link : scope.links.admitted()) {
            if (NodeAddress.is(link.address())) {
                introduceUnplaced(link.peer(), link);
            }
        }
    }

    private boolean isWanted(PeerId peer, Wanted want) {
        return connector.wants(peer) || scope.nowNanos - want.unplacedUntilNanos < 0;
    }

    /** True for an address of this network, which no server leads to. */
    static boolean isLocal(@Nullable InetAddress address) {
        return address == null
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || isUniqueLocal(address.getAddress());
    }

    /** RFC 4193: what private addresses are to IPv6. */
    private static boolean isUniqueLocal(byte[] address) {
        return address.length == 16 && (address[0] & 0xFE) == 0xFC;
    }

    /** An offer came: for this peer, or for another one that this peer is linked with. */
    void onOffer(PeerLink link, CarriedOffer offer) {
        if (!link.offers.tryTake(scope.nowNanos)) {
            scope.counters.limitedMessages++;
            return;
        }
        PeerId self = scope.world.self();
        if (offer.to().equals(self)) {
            take(link, offer);
            return;
        }
        PeerLink target = scope.links.admitted(offer.to());
        // Only its author brings it, or offers would go round in circles.
        if (target == null || !offer.from().equals(link.peer())) {
            scope.counters.unexpectedMessages++;
        } else {
            target.send(PeerLink.SOCIAL_STREAM, offer);
        }
    }

    private void take(PeerLink link, CarriedOffer offer) {
        PeerId from = offer.from();
        if (from.equals(scope.world.self()) || door.barred(from) != null) {
            scope.counters.unexpectedMessages++;
            return;
        }
        Wanted known = wanted.get(from);
        if (known != null) {
            known.carrier = link.peer();
        }
        finder().onOffer(from, offer.offer());
    }

    /** Begins the searches that are due, and takes what they tell. */
    void onTime() {
        PathFinder finder = finder();
        if (finder == PathFinder.NONE) {
            return;
        }
        wantThoseAtTheNode();
        wanted.entrySet().removeIf(entry -> !isWanted(entry.getKey(), entry.getValue()));
        wanted.forEach((peer, want) -> {
            PeerLink link = scope.links.find(peer);
            if (!isDirect(link, want) && scope.nowNanos - want.nextNanos >= 0) {
                want.nextNanos = scope.nowNanos + AGAIN_NANOS;
                finder.seek(peer, want.seen);
            }
            if (link != null && !isDirect(link, want)) {
                proposeAgain(peer, want);
            }
        });
        finder.drain(this::onEvent, EVENTS_PER_UPDATE);
        checkups.onTime();
    }

    private static boolean isDirect(@Nullable PeerLink link, @Nullable Wanted want) {
        return link != null && !link.isRelayed() && (want == null || !want.relayed.contains(link.address()));
    }

    /** The link came up after the direct way was found, or the first proposal was lost. */
    private void proposeAgain(PeerId peer, Wanted want) {
        InetSocketAddress direct = want.direct;
        long now = scope.nowNanos;
        if (direct != null && now - want.directNanos < FRESH_NANOS && now - want.proposeNanos >= 0) {
            want.proposeNanos = now + PROPOSE_NANOS;
            scope.links.mesh().propose(peer, direct);
        }
    }

    private void onEvent(PathEvent event) {
        if (checkups.takes(event)) {
            return;
        }
        if (event instanceof PathEvent.Offer offer) {
            carry(offer);
        } else if (event instanceof PathEvent.Found found) {
            onFound(found);
        }
    }

    /** By whoever named the peer; if that one is gone, by all: one of them may know it. */
    private void carry(PathEvent.Offer offer) {
        CarriedOffer message = new CarriedOffer(scope.world.self(), offer.to(), offer.offer());
        Wanted want = wanted.get(offer.to());
        PeerLink direct = scope.links.admitted(offer.to());
        PeerLink carrier = direct != null || want == null ? direct : scope.links.admitted(want.carrier);
        if (carrier != null) {
            carrier.send(PeerLink.SOCIAL_STREAM, message);
        } else {
            scope.links.broadcast(PeerLink.SOCIAL_STREAM, message, null);
        }
    }

    private void onFound(PathEvent.Found found) {
        PeerId peer = found.peer();
        if (scope.world.self().compareTo(peer) > 0 || door.barred(peer) != null) {
            return;
        }
        PeerLink link = scope.links.find(peer);
        Wanted want = wanted.get(peer);
        if (want != null) {
            remember(want, found);
        }
        boolean better = found.kind() == CandidateKind.HOST;
        if (link == null) {
            scope.links.mesh().connect(found.address(), peer);
        } else if (found.kind() == CandidateKind.RELAYED) {
            if (link.isSuspected()) {
                scope.links.mesh().propose(peer, found.address());
            }
        } else if (!isDirect(link, want) || (better && !found.hosts().contains(link.address()))) {
            scope.links.mesh().propose(peer, found.address());
        }
    }

    private void remember(Wanted want, PathEvent.Found found) {
        if (found.kind() != CandidateKind.RELAYED) {
            want.direct = found.address();
            want.directNanos = scope.nowNanos;
            want.proposeNanos = scope.nowNanos + PROPOSE_NANOS;
        } else if (want.relayed.size() < RELAYED_MAX) {
            want.relayed.add(found.address());
        }
    }
}
