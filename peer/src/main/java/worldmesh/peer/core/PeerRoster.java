package worldmesh.peer.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import worldmesh.mesh.link.LinkQuality;
import worldmesh.mesh.link.LinkStats;
import worldmesh.peer.event.Origin;
import worldmesh.peer.event.PeerRenamedEvent;
import worldmesh.peer.wire.Appetite;
import worldmesh.peer.wire.Hello;
import worldmesh.peer.wire.Rename;
import worldmesh.runtime.identity.PeerId;

/** Who is here: every player of the party with its name, its place and how well it is heard. */
final class PeerRoster {
    /** A suspected peer counts as away after this: with the 650 ms before, two thirds of what a roster may take. */
    static final long AWAY_NANOS = 500_000_000;

    private final SessionScope scope;
    private final ProofExchange proofs;
    private final SocialDesk social;
    private boolean renamed;

    PeerRoster(SessionScope scope, ProofExchange proofs, SocialDesk social) {
        this.scope = scope;
        this.proofs = proofs;
        this.social = social;
    }

    /** The players, this one first. */
    List<PeerView> peers() {
        Avatars.Places places = scope.world.isKnown()
                ? scope.world.views().avatars().places(scope.world.replica())
                : Avatars.Places.NOT_ASKED;
        PeerId self = scope.world.self();
        List<PeerView> peers = new ArrayList<>();
        peers.add(new PeerView(
                self,
                scope.world.name(),
                true,
                proofs.isHolder(self),
                places.of(self),
                PeerView.State.CONNECTED,
                0,
                0,
                0,
                0,
                0,
                false,
                0,
                false,
                false,
                social.shownBy(self)));
        for (PeerLink link : scope.links.admitted()) {
            PeerId peer = link.peer();
            LinkStats stats = scope.links.mesh().stats(peer);
            LinkQuality quality = stats.quality();
            peers.add(new PeerView(
                    peer,
                    link.name(),
                    false,
                    proofs.isHolder(peer),
                    places.of(peer),
                    state(link),
                    quality.rttNanos() / 1e6,
                    quality.lossPercent(),
                    quality.lossSentPercent(),
                    quality.jitterNanos() / 1e6,
                    quality.bandwidthBitsPerSecond(),
                    quality.bandwidthReached(),
                    link.updates().hertz(Appetite.ALL),
                    quality.unstable(),
                    stats.relayed() || link.isRelayed(),
                    social.shownBy(peer)));
        }
        return peers;
    }

    private PeerView.State state(PeerLink link) {
        if (!link.isSuspected()) {
            return PeerView.State.CONNECTED;
        }
        return scope.nowNanos - link.suspectedNanos >= AWAY_NANOS ? PeerView.State.AWAY : PeerView.State.SUSPECTED;
    }

    /** This player goes by another name from now on. */
    void rename(String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (name.isBlank() || bytes > Hello.NAME_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a name has 1.." + Hello.NAME_BYTES_MAX + " bytes, got " + bytes + "; choose another");
        }
        String old = scope.world.name();
        if (name.equals(old)) {
            return;
        }
        renamed = true;
        scope.world.rename(name);
        scope.links.broadcast(PeerLink.SOCIAL_STREAM, new Rename(name), null);
        tell(scope.world.self(), old, name, Origin.LOCAL);
    }

    /** The hello may have left under the old name. */
    void onAdmitted(PeerLink link) {
        if (renamed) {
            link.send(PeerLink.SOCIAL_STREAM, new Rename(scope.world.name()));
        }
    }

    void onRename(PeerLink link, Rename message) {
        String old = link.name();
        if (!link.chat.tryTake(scope.nowNanos)) {
            scope.counters.limitedMessages++;
        } else if (!message.name().equals(old)) {
            link.rename(message.name());
            tell(link.peer(), old, message.name(), Origin.REMOTE);
        }
    }

    private void tell(PeerId peer, String old, String name, Origin origin) {
        scope.emit(new PeerRenamedEvent(peer, old, name, origin, scope.worldMillis()));
    }
}
