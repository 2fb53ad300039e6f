package worldmesh.peer.core;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.ConnectFailure;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.path.NodeAddress;
import worldmesh.mesh.path.TurnAddress;
import worldmesh.peer.error.ConnectionError;
import worldmesh.peer.event.RefusalReason;
import worldmesh.peer.roster.Connector;
import worldmesh.peer.roster.Introductions;
import worldmesh.peer.roster.Whereabouts;
import worldmesh.peer.wire.Roster;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.WorldManifest;

/** Introduces members to each other and keeps connecting to those that should be linked. */
final class Meeting {
    private static final int FOREIGN_MAX = 128;

    private final SessionScope scope;
    private final DoorDesk door;
    private final Connector connector;
    private final PathDesk paths;
    private final NodeDesk nodes;

    /** Places where no version of the wire in common is spoken, and which were told of. */
    private final Set<InetSocketAddress> foreign = new HashSet<>();

    private int told;

    Meeting(SessionScope scope, DoorDesk door) {
        this.scope = scope;
        this.door = door;
        this.connector =
                new Connector(scope.world.self(), scope.settings.reconnect(), new SplittableRandom(scope.session));
        this.paths = new PathDesk(scope, door, connector);
        this.nodes = new NodeDesk(scope, door);
    }

    /** Looks for the party of {@code request} at {@code address}, and at the node if there is one. */
    void seed(InetSocketAddress address, JoinRequest request) {
        connector.seed(request.addresses(address), request.expected(), scope.nowNanos);
        request.standIns().forEach(member -> connector.standIn(member, scope.nowNanos));
        nodes.expect(request.world());
    }

    /** True if there were members to seek, and none is sought any more. */
    boolean gaveUp() {
        return !scope.settings.reconnect().automatic() && connector.hasTargets() && !connector.isTrying();
    }

    PathDesk paths() {
        return paths;
    }

    Connector connector() {
        return connector;
    }

    /** Tells the newcomer who is here, and the others who came. */
    void onAdmitted(PeerLink link) {
        scope.links.mesh().welcome(link.peer());
        nodes.onAdmitted(link);
        if (!link.isRelayed()) {
            connector.onLinked(link.peer(), link.address(), scope.nowNanos);
        }
        connector.forgetHints();
        List<Roster.Member> others = new ArrayList<>();
        for (PeerLink other : scope.links.admitted()) {
            Roster.Member entry = entry(other);
            if (entry != null && other != link && others.size() < Roster.MEMBERS_MAX) {
                others.add(entry);
            }
        }
        if (!others.isEmpty()) {
            link.send(PeerLink.CONTROL_STREAM, new Roster(others));
        }
        Roster.Member newcomer = entry(link);
        if (newcomer != null) {
            scope.links.broadcast(PeerLink.CONTROL_STREAM, new Roster(List.of(newcomer)), link.peer());
        }
    }

    /** One side does not let the other in, and will not if it is asked again. */
    void onRefused(PeerLink link, RefusalReason reason, boolean byUs) {
        if (reason.isForGood() && (!byUs || reason.isMutual())) {
            connector.onClosed(link.peer(), link.address());
        } else {
            connector.drop(link.peer(), link.address());
        }
    }

    /** Takes what tells where peers are. Of most attempts that fail the next one is due by the connector's clock. */
    void onSignal(MeshSignal signal) {
        if (signal instanceof MeshSignal.Moved moved) {
            onMoved(moved.peer(), moved.address());
        } else if (signal instanceof MeshSignal.ConnectFailed failed) {
            onFailed(failed);
        } else if (signal instanceof MeshSignal.NetworkBack) {
            connector.retryAll(scope.nowNanos);
        }
    }

    private void onFailed(MeshSignal.ConnectFailed failed) {
        PeerId meant = failed.expected();
        if (failed.reason() == ConnectFailure.VERSION_MISMATCH && isNews(failed.to())) {
            scope.fail(new ConnectionError(
                    meant,
                    (meant == null ? "the peer at that address" : "peer " + meant.brief())
                            + " speaks no version of the wire that this program speaks; update the older of the two"));
        }
        if (failed.reason() == ConnectFailure.WRONG_PEER && meant != null) {
            connector.onStranger(failed.to(), meant);
        }
    }

    /** True once for each place, of which so many are remembered as a party has members. */
    private boolean isNews(InetSocketAddress place) {
        return foreign.size() < FOREIGN_MAX && foreign.add(place);
    }

    private Roster.@Nullable Member entry(PeerLink link) {
        InetSocketAddress place = place(link);
        if (place == null) {
            return NodeAddress.is(link.address()) ? Introductions.unplaced(link.peer(), link.name()) : null;
        }
        return Introductions.entry(link.peer(), link.name(), place);
    }

    /** Where others may look for the peer; null if nothing is known but a way through a member. */
    private @Nullable InetSocketAddress place(PeerLink link) {
        InetSocketAddress known = link.isRelayed() ? connector.address(link.peer()) : link.address();
        boolean served = known == null && TurnAddress.is(link.address()) && !NodeAddress.is(link.address());
        return served ? TurnAddress.peer(link.address()) : known;
    }

    /** A peer is somewhere else now: there it is sought when it falls silent, and newcomers hear of that place. */
    private void onMoved(PeerId peer, InetSocketAddress address) {
        PeerLink link = scope.links.find(peer);
        if (link == null) {
            return;
        }
        link.onMoved(address);
        if (link.isAdmitted() && link.isRelayed()) {
            connector.seekBetter(peer, scope.nowNanos);
        } else if (link.isAdmitted()) {
            connector.onLinked(peer, address, scope.nowNanos);
            scope.links.onChanged();
        }
    }

    void onRoster(PeerLink link, Roster roster) {
        for (Roster.Member member : roster.members()) {
            PeerId peer = member.peer();
            InetSocketAddress address = Introductions.address(member, link.address());
            if (Introductions.isUnplaced(member) && scope.links.find(peer) == null && door.barred(peer) == null) {
                nodes.seek(peer);
                paths.introduceUnplaced(peer, link);
            }
            if (address != null && scope.links.find(peer) == null && door.barred(peer) == null) {
                connector.introduce(peer, address, scope.nowNanos);
                paths.introduce(peer, address, link);
            }
        }
    }

    /** Where the linked peers are; empty if nobody was let in since the last call. */
    List<Whereabouts> newWhereabouts() {
        if (told == scope.links.changes()) {
            return List.of();
        }
        told = scope.links.changes();
        List<Whereabouts> all = new ArrayList<>();
        for (PeerLink link : scope.links.admitted()) {
            InetSocketAddress place = place(link);
            if (place != null) {
                all.add(new Whereabouts(link.peer(), place));
            }
        }
        return all;
    }

    void onTime() {
        WorldManifest manifest = scope.world.manifest();
        if (manifest != null && manifest.hosting() == Hosting.HOSTED) {
            // There all seek the one who hosts, who introduces them to each other again.
            PeerId host = manifest.trustRoot().peer();
            long before = scope.nowNanos - scope.settings.resumeMillis() * 1_000_000L;
            connector.forgetAway(peer -> scope.links.find(peer) != null, host, before);
        }
        for (Connector.Attempt attempt : connector.due(this::isLinked, scope.nowNanos)) {
            seek(attempt.address(), attempt.expected(), attempt.late());
        }
        nodes.onTime();
        paths.onTime();
    }

    private void seek(InetSocketAddress address, @Nullable PeerId expected, boolean late) {
        PeerLink link = expected == null ? null : scope.links.find(expected);
        if (expected != null && link != null && !link.isSuspected()) {
            scope.links.mesh().propose(expected, address);
            return;
        }
        scope.links.mesh().connect(address, expected);
        if (late && !scope.links.mesh().shakesHands(address)) {
            seekAround(address, expected);
        }
    }

    /** Through members that are linked, and through servers where the network lets nothing else out. */
    private void seekAround(InetSocketAddress address, @Nullable PeerId expected) {
        if (expected != null) {
            scope.links.mesh().connectThrough(expected);
            InetSocketAddress node = nodes.way(expected);
            if (node != null) {
                scope.links.mesh().connect(node, expected);
            }
        }
        InetSocketAddress way = PathDesk.isLocal(address.getAddress())
                ? null
                : scope.links.mesh().paths().around(address);
        if (way != null) {
            scope.links.mesh().connect(way, expected);
        }
    }

    /**
     * A peer that fell silent is sought beside its link: after a restart it does not know the old one. For one that is
     * heard through others a direct way is looked for.
     */
    private boolean isLinked(PeerId peer) {
        PeerLink link = scope.links.find(peer);
        return link != null && !link.isSuspected() && !link.isRelayed();
    }
}
