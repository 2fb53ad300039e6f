package worldmesh.samples.lanparty.play;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import worldmesh.peer.Entity;
import worldmesh.peer.Session;
import worldmesh.peer.View;
import worldmesh.peer.World;
import worldmesh.peer.core.PeerView;
import worldmesh.runtime.identity.PeerId;
import worldmesh.samples.lanparty.island.Island;
import worldmesh.samples.lanparty.model.Asset;
import worldmesh.samples.lanparty.model.Avatar;
import worldmesh.samples.lanparty.model.Pose;
import worldmesh.samples.lanparty.model.Vitals;
import worldmesh.samples.lanparty.page.FrameLines;

/** Puts together what the pages show besides the things on the map. Confined to the game's thread. */
final class PartyPicture {
    private final World world;
    private final Session session;
    private final Me me;
    private final Others others;
    private final Market market;
    private final Sight sight;
    private final Outcomes outcomes;
    private final Standing standing;
    private final Doorway doorway;

    PartyPicture(
            World world,
            Session session,
            Others others,
            Me me,
            Market market,
            Sight sight,
            Outcomes outcomes,
            Standing standing,
            Doorway doorway) {
        this.world = world;
        this.session = session;
        this.me = me;
        this.others = others;
        this.market = market;
        this.sight = sight;
        this.outcomes = outcomes;
        this.standing = standing;
        this.doorway = doorway;
    }

    FrameLines.Hello hello(Island island) {
        Entity avatar = me.avatar();
        return new FrameLines.Hello(
                "hello",
                avatar == null ? "" : Ids.text(avatar.id()),
                world.name(),
                avatar == null ? 0 : Others.colour(avatar),
                world.manifest() == null ? "" : world.manifest().name(),
                Island.SIDE,
                -Island.RADIUS,
                island.letters());
    }

    FrameLines.Picture now(List<FrameLines.Shared> files) {
        List<PeerView> peers = session.peers();
        return new FrameLines.Picture(
                players(peers), me(), stats(peers), standing(), doorway.picture(), peers(peers), trades(), files);
    }

    private List<FrameLines.Player> players(List<PeerView> peers) {
        Set<PeerId> here = new TreeSet<>();
        peers.stream().filter(peer -> peer.state() != PeerView.State.AWAY).forEach(peer -> here.add(peer.peer()));
        List<FrameLines.Player> players = new ArrayList<>();
        world.query(Avatar.class).each((entity, avatar) -> {
            Pose pose = sight.of(entity);
            PeerId owner = entity.owner();
            if (pose != null && owner != null) {
                players.add(new FrameLines.Player(
                        Ids.text(entity.id()),
                        avatar.name(),
                        Others.colour(entity),
                        pose.x(),
                        pose.y(),
                        hitPoints(entity),
                        here.contains(owner)));
            }
        });
        return players;
    }

    private static int hitPoints(Entity entity) {
        Vitals vitals = entity.get(Vitals.class);
        return vitals == null ? Vitals.FULL : vitals.hitPoints();
    }

    private FrameLines.Me me() {
        Entity avatar = me.avatar();
        if (avatar == null) {
            return new FrameLines.Me(false, 0, 0, 0, 0, 0);
        }
        return new FrameLines.Me(
                avatar.get(Vitals.class, View.CONFIRMED) != null,
                hitPoints(avatar),
                Purse.confirmed(avatar, Asset.GOLD),
                Purse.confirmed(avatar, Asset.WOOD),
                Purse.pending(avatar, Asset.GOLD),
                Purse.pending(avatar, Asset.WOOD));
    }

    private FrameLines.Stats stats(List<PeerView> peers) {
        String holder = peers.stream()
                .filter(PeerView::authority)
                .map(PeerView::name)
                .findFirst()
                .orElse("");
        return new FrameLines.Stats(
                outcomes.pending(),
                outcomes.acceptedCount(),
                outcomes.rejectedCount(),
                outcomes.answerMillis(),
                holder,
                session.epoch(),
                sight.excesses());
    }

    private FrameLines.Standing standing() {
        return standing.picture(session.authorityStatus(), session.isConnected());
    }

    private List<FrameLines.Peer> peers(List<PeerView> peers) {
        return peers.stream()
                .map(peer -> new FrameLines.Peer(
                        peer.name(),
                        others.colour(peer.peer()),
                        peer.self(),
                        peer.authority(),
                        peer.state().name().toLowerCase(Locale.ROOT),
                        peer.sector() == null ? "" : peer.sector().toString(),
                        Math.round(peer.rttMillis() * 10) / 10.0,
                        Math.round(peer.lossPercent() * 10) / 10.0,
                        Math.round(peer.jitterMillis() * 10) / 10.0,
                        peer.bandwidthBitsPerSecond() / 1_000,
                        peer.bandwidthReached(),
                        peer.isSlowed() ? peer.updateHertz() : 0,
                        peer.unstable(),
                        peer.peer().fingerprint()))
                .toList();
    }

    private List<FrameLines.Trade> trades() {
        return market.stalls().stream()
                .map(stall -> new FrameLines.Trade(
                        Ids.text(stall.id()),
                        stall.maker(),
                        stall.trade().give().amount(stall.trade().giveAmount()),
                        stall.trade().want().amount(stall.trade().wantAmount()),
                        stall.mine()))
                .toList();
    }
}
