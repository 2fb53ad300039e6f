package worldmesh.mesh;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.MeshOutbox;
import worldmesh.mesh.link.Rejection;
import worldmesh.mesh.link.RelayStats;
import worldmesh.mesh.path.RelayedAddress;
import worldmesh.mesh.relay.RelayChoice;
import worldmesh.mesh.relay.RelayName;
import worldmesh.mesh.relay.RelayRefusal;
import worldmesh.mesh.relay.RelayRoutes;
import worldmesh.mesh.relay.RelayTable;
import worldmesh.mesh.transport.RelayFrame;
import worldmesh.runtime.identity.PeerId;

/**
 * Ways through other members: carries the datagrams of links that two others have, brings own ones to those who carry
 * them, and gives silent links the choice of such ways. Only direct links carry, so nothing goes over two relays or in
 * circles. Confined to the owner.
 */
final class RelayDesk {
    /**
     * A relay that loses more than this, end to end, is left for another; a line that loses a tenth is no pleasure, but
     * plays.
     */
    static final double LOSS_MAX = 0.2;

    /** What is lost on the way to the relay anyway is not held against it, up to this. */
    static final double OWN_LOSS_MAX = 0.1;

    private final LinkContext context;
    private final LinkTable links;
    private final RelayTable table;
    private final RelayRoutes routes = new RelayRoutes();
    private final RelayChoice choice = new RelayChoice();
    private long refusals;
    private long forsaken;

    /** What became of a frame. */
    interface Arrivals {
        /** A datagram came through a relay; it lies in a buffer of its own. */
        void onDatagram(DatagramIn datagram);

        /** That way leads nowhere. */
        void onClosed(InetSocketAddress way);
    }

    RelayDesk(LinkContext context, LinkTable links) {
        this.context = context;
        this.links = links;
        this.table = new RelayTable(context.settings.relay());
    }

    /** Takes what a record of {@code link}, which came from {@code from}, carried. */
    @SuppressWarnings("ParameterNumber") // who, where, what, whither, plus time and outbox
    void onFrame(Link link, InetSocketAddress from, RelayFrame frame, Arrivals arrivals, long now, MeshOutbox out) {
        boolean direct = !RelayedAddress.is(from);
        switch (frame.kind()) {
            case TO -> {
                RelayRefusal refusal = carryOn(link, direct, frame, now, out);
                if (refusal != null) {
                    refuse(link, frame.name(), refusal, now, out);
                }
            }
            case FROM -> arrive(link, direct, frame, arrivals, now);
            case REFUSED -> onRefused(link, frame, arrivals, now);
        }
    }

    private @Nullable RelayRefusal carryOn(Link link, boolean direct, RelayFrame frame, long now, MeshOutbox out) {
        PeerId from = link.identity().peer();
        if (frame.length() < RelayTable.DATAGRAM_MIN_BYTES) {
            return RelayRefusal.TOO_SHORT;
        }
        if (!link.member()) {
            return RelayRefusal.STRANGER;
        }
        if (!direct || link.relayed()) {
            return RelayRefusal.TOO_FAR;
        }
        Link target = named(frame.name(), link);
        if (target == null) {
            return context.settings.relay().willing() ? RelayRefusal.UNREACHABLE : RelayRefusal.UNWILLING;
        }
        RelayRefusal refusal = table.judge(from, target.identity().peer(), frame.length(), now);
        if (refusal == null) {
            links.touch(target);
            target.relay(
                    new RelayFrame(
                            RelayFrame.Kind.FROM, RelayName.of(from), frame.array(), frame.offset(), frame.length()),
                    now,
                    out);
        }
        return refusal;
    }

    /** The one member of that name that is heard; null if there is none, or, by somebody's hard work, two. */
    private @Nullable Link named(long name, Link except) {
        Link found = null;
        for (Link link : links.links()) {
            if (link != except
                    && link.mayRelay()
                    && RelayName.of(link.identity().peer()) == name) {
                if (found != null) {
                    return null;
                }
                found = link;
            }
        }
        return found;
    }

    private void refuse(Link link, long name, RelayRefusal refusal, long now, MeshOutbox out) {
        table.count(refusal);
        context.rejections.add(Rejection.NOT_RELAYED);
        if (refusal.isTold()) {
            link.relay(RelayFrame.refused(name, refusal.wire()), now, out);
        }
    }

    private void arrive(Link link, boolean direct, RelayFrame frame, Arrivals arrivals, long now) {
        RelayRoutes.Route route =
                link.member() && direct ? routes.through(link.identity().peer(), frame.name(), now) : null;
        if (route == null) {
            context.rejections.add(Rejection.RELAY_UNWANTED);
            return;
        }
        System.arraycopy(frame.array(), frame.offset(), context.carried, 0, frame.length());
        arrivals.onDatagram(new DatagramIn(route.address(), context.carried, frame.length()));
    }

    private void onRefused(Link link, RelayFrame frame, Arrivals arrivals, long now) {
        refusals++;
        choice.refused(link.identity().peer(), frame.name(), now);
        RelayRoutes.Route route = routes.through(link.identity().peer(), frame.name(), now);
        if (route != null) {
            arrivals.onClosed(route.address());
        }
    }

    /** A relay said that it does not carry a link any further: others are asked. */
    void onClosed(InetSocketAddress way, long now, MeshOutbox out) {
        for (Link link : links.links()) {
            if (link.address().equals(way) && link.seeks(now)) {
                seek(link, now, out);
            }
        }
    }

    /** Sends to a place that is reached through a relay, if that is there. */
    @SuppressWarnings("ParameterNumber") // a datagram and its place, plus time and outbox
    void carry(InetSocketAddress to, byte[] data, int offset, int length, long now, MeshOutbox out) {
        RelayRoutes.Route route = routes.at(to, now);
        Link relay = route == null ? null : links.byPeer(route.relay());
        if (route == null || relay == null || relay.relayed()) {
            context.rejections.add(Rejection.RELAY_GONE);
            return;
        }
        relay.relay(new RelayFrame(RelayFrame.Kind.TO, route.name(), data, offset, length), now, out);
    }

    /** The ways to {@code peer} that are to be tried now, the most promising first. */
    List<InetSocketAddress> ways(PeerId peer, long now) {
        List<RelayChoice.Neighbour> neighbours = new ArrayList<>();
        for (Link link : links.links()) {
            if (link.mayRelay()) {
                neighbours.add(new RelayChoice.Neighbour(
                        link.identity().peer(), link.stats(now).rttNanos()));
            }
        }
        List<InetSocketAddress> ways = new ArrayList<>();
        for (PeerId relay : choice.best(peer, neighbours, now)) {
            RelayRoutes.Route route = routes.through(relay, RelayName.of(peer), now);
            if (route != null) {
                ways.add(route.address());
            }
        }
        return ways;
    }

    /** Offers links that have fallen silent the ways there are. */
    void onTime(Collection<Link> looked, long now, MeshOutbox out) {
        for (Link link : looked) {
            if ((link.suspected() || isAbandoned(link, now)) && link.seeks(now)) {
                leave(link, now);
                seek(link, now, out);
            } else if (link.relayLoss() > LOSS_MAX) {
                forsake(link, now, out);
            }
        }
    }

    /** Looks for another relay if the one there is drops too much; if there is no other it goes on with that. */
    private void forsake(Link link, long now, MeshOutbox out) {
        RelayRoutes.Route route = routes.at(link.address(), now);
        Link relay = route == null ? null : links.byPeer(route.relay());
        double own = relay == null ? 0 : relay.stats(now).lossPercent() / 100;
        if (route == null || link.relayLoss() <= LOSS_MAX + Math.min(OWN_LOSS_MAX, own)) {
            return;
        }
        choice.dropped(route.relay(), route.name(), now);
        List<InetSocketAddress> others = ways(link.identity().peer(), now).stream()
                .filter(way -> isHonest(way, now))
                .toList();
        forsaken += others.isEmpty() ? 0 : 1;
        link.forsake(others, now, out);
    }

    private boolean isHonest(InetSocketAddress way, long now) {
        RelayRoutes.Route route = routes.at(way, now);
        return route != null && !choice.isDropping(route.relay(), route.name(), now);
    }

    /** True if the relay it goes through is heard no more: the link itself will not be, a moment later. */
    private boolean isAbandoned(Link link, long now) {
        RelayRoutes.Route route = link.relayed() ? routes.at(link.address(), now) : null;
        Link relay = route == null ? null : links.byPeer(route.relay());
        return route != null && (relay == null || !relay.mayRelay());
    }

    private void seek(Link link, long now, MeshOutbox out) {
        links.touch(link);
        link.seek(ways(link.identity().peer(), now), now, out);
    }

    /** The relay a silent link went through is not asked again at once. */
    private void leave(Link link, long now) {
        RelayRoutes.Route route = link.relayed() ? routes.at(link.address(), now) : null;
        if (route != null) {
            choice.refused(route.relay(), route.name(), now);
        }
    }

    void forget(PeerId peer) {
        table.forget(peer);
    }

    RelayStats stats(long now) {
        int own = 0;
        for (Link link : links.links()) {
            own += link.relayed() ? 1 : 0;
        }
        return new RelayStats(
                table.pairs(now), table.datagrams(), table.bytes(), table.refused(), refusals, forsaken, own);
    }

    /** How often that was the reason not to carry. */
    long refused(RelayRefusal refusal) {
        return table.refused(refusal);
    }
}
