package worldmesh.samples.galaxy.play;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.Session;
import worldmesh.peer.SessionOptions;
import worldmesh.peer.World;
import worldmesh.peer.event.ConnectedEvent;
import worldmesh.samples.galaxy.model.CombatEvent;
import worldmesh.samples.galaxy.model.Commons;
import worldmesh.samples.galaxy.model.Found;
import worldmesh.samples.galaxy.model.Unit;
import worldmesh.samples.galaxy.wire.UnitCodec;
import worldmesh.samples.galaxy.wire.UnitUpdate;
import worldmesh.samples.galaxy.world.GalaxyWorld;
import worldmesh.world.sector.SectorId;

/**
 * One peer of a galaxy with its bot, over real UDP. Reports what it heard, painted and shot, for a checker to compare
 * with the stores. Confined to one thread.
 */
public final class GalaxyPeer implements AutoCloseable {
    private final PeerFiles files;
    private final World world;
    private final Session session;
    private final WarNews news;
    private final Bot bot;
    private final int seat;
    private final List<String> report = new ArrayList<>();
    private long unitDeltasHeard;
    private boolean playing = true;
    private long idleFromBytes = -1;

    /**
     * Opens a peer.
     *
     * @param seat its number among {@code seats}; 0 hosts
     * @param host where the host listens; null to host
     */
    public GalaxyPeer(PeerFiles files, int seat, int seats, @Nullable InetSocketAddress host) {
        this.files = files;
        this.seat = seat;
        this.world = GalaxyWorld.builder(new UnitCodec(this::onUpdate))
                .store(files.store())
                .receipts(files.receipts())
                .name("SIDE-" + seat)
                .open();
        SessionOptions options =
                SessionOptions.defaults().quiet().listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        this.session = host == null
                ? Session.host(world, "galaxy", options)
                : Session.join(world, host.getAddress().getHostAddress() + ":" + host.getPort(), options);
        this.news = new WarNews(world);
        this.bot = new Bot(world, session, new SplittableRandom(seat), seat, seats);
        session.on(ConnectedEvent.class, event -> news.begin());
    }

    private void onUpdate(UnitUpdate update) {
        unitDeltasHeard += update.updates().size();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return session.local();
    }

    /**
     * What others may know of a peer between two turns.
     *
     * @param digest of its world, empty while its bot plays
     */
    public record Standing(boolean connected, int unanswered, int peers, String digest) {
        static final Standing NOWHERE = new Standing(false, 0, 0, "");
    }

    /** How it stands. */
    Standing standing() {
        boolean connected = session.isConnected() && world.isFounded();
        return connected
                ? new Standing(
                        true, session.unansweredCommands(), session.peers().size(), playing ? "" : world.digest())
                : Standing.NOWHERE;
    }

    /** One turn. */
    void turn(double seconds) {
        session.update(seconds);
        if (!session.isConnected() || !world.isFounded()) {
            return;
        }
        if (news.war() == null && seat == 0 && session.unansweredCommands() == 0) {
            begin();
        }
        for (CombatEvent event : news.take()) {
            report.add("event " + event.number() + " " + event.type() + " " + event.ts() + " "
                    + (world.worldMillis() - event.ts()) + " " + event.participants());
        }
        if (playing && news.war() != null) {
            bot.turn(seconds);
        }
    }

    private void begin() {
        if (world.query(Commons.class).count() == 0) {
            world.spawn(SectorId.ORIGIN, new Commons("galaxy"));
        }
        session.submit(new Found());
    }

    /** The bot plays no more and its units stand. */
    void rest() {
        if (playing) {
            playing = false;
            bot.fleet().tend();
            bot.fleet().halt();
        }
    }

    /** From now on, until the peer is closed, its units are idle: what they cost is reported. */
    void beginIdle() {
        idleFromBytes = session.stats().stateBytesSent();
    }

    /** Reports and ends. */
    @Override
    public void close() {
        var stats = session.stats();
        report.add("since " + news.sinceMillis());
        report.add("missed " + news.missed());
        report.add("shots " + bot.shots());
        report.add("states " + stats.statesSent() + " " + stats.stateBytesSent() + " " + stats.statesLost());
        report.add("heard " + unitDeltasHeard);
        report.add("idle " + (stats.stateBytesSent() - idleFromBytes));
        bot.craters().forEach((tile, value) -> report.add("crater " + tile + " " + value));
        world.query(Unit.class)
                .each((entity, unit) -> report.add((entity.mine() ? "stands " : "drawn ") + entity.id() + " "
                        + Math.round(unit.x() * 100) + " " + Math.round(unit.y() * 100)));
        files.report(report);
        session.close();
        world.close();
    }
}
