package worldmesh.authority.node;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.authority.gateway.Health;
import worldmesh.authority.node.NodeConfig.NodeKeys;
import worldmesh.authority.scale.ScalingHook;
import worldmesh.mesh.ice.IceSettings;
import worldmesh.mesh.rendezvous.NodeLink;
import worldmesh.mesh.retry.RetryPolicy;
import worldmesh.peer.Session;
import worldmesh.peer.SessionOptions;
import worldmesh.peer.World;
import worldmesh.peer.core.Attention;
import worldmesh.peer.core.SessionSettings;
import worldmesh.peer.event.PeerJoinedEvent;
import worldmesh.peer.event.PeerLeftEvent;
import worldmesh.peer.port.CutPace;
import worldmesh.peer.rate.RateTerms;
import worldmesh.runtime.metrics.Gauge;
import worldmesh.runtime.metrics.Histogram;
import worldmesh.runtime.metrics.Metrics;
import worldmesh.runtime.time.Clock;
import worldmesh.runtime.time.SystemClock;
import worldmesh.world.trust.WorldManifest;

/** The world and session of a node. Confined to the node's loop, but for {@link #health}. */
final class HostedWorld implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HostedWorld.class);
    private static final double NANOS_PER_SECOND = 1e9;

    private final World world;
    private final Session session;
    private final Clock clock = SystemClock.INSTANCE;
    private final Histogram turnSeconds;
    private final Gauge players;
    private final ScalingHook scaling;
    private final int room;
    private volatile Health health;
    private String readOnly;
    private long lastNanos = clock.nanoTime();

    private HostedWorld(World world, Session session, NodeConfig config, Metrics metrics) {
        this.world = world;
        this.session = session;
        this.readOnly = config.node().readOnly();
        this.room = config.node().maxConnections();
        this.scaling = new ScalingHook(
                config.scaling().bounds(),
                config.scaling().have(),
                config.scaling().address(),
                world.self().toString(),
                metrics);
        this.health = read();
        session.on(PeerJoinedEvent.class, event -> log.info("node.player.joined peer={}", event.peer()));
        session.on(PeerLeftEvent.class, event -> log.info("node.player.left peer={}", event.peer()));
        this.turnSeconds = metrics.seconds("worldmesh_authority_turn_seconds", "Time one turn of the node takes.");
        this.players = metrics.gauge("worldmesh_authority_players", "Players connected.");
        publish(metrics);
    }

    /** {@code meetings} is where the world is met too, null for nowhere. */
    static HostedWorld open(NodeConfig config, @Nullable NodeLink meetings, Metrics metrics) {
        NodeKeys keys = config.node();
        Game game = Games.find(keys.game());
        World world = game.describe()
                .store(keys.store())
                .name(keys.name())
                .sectorSize(keys.sectorSize())
                .open();
        boolean isNew = !world.isFounded();
        Session session = null;
        try {
            session = Session.host(world, keys.world(), options(config, meetings));
            if (isNew) {
                game.genesis(world, session);
            }
            return new HostedWorld(world, session, config, metrics);
        } finally {
            if (session == null) {
                world.close();
            }
        }
    }

    private static SessionOptions options(NodeConfig config, @Nullable NodeLink meetings) {
        NodeKeys keys = config.node();
        NodeConfig.SessionKeys session = config.peer().session();
        SessionOptions options = SessionOptions.defaults()
                .hosted()
                .listen(new InetSocketAddress(keys.serverAddress(), keys.port()))
                .mesh(config.mesh().settings())
                .ice(ice(config, meetings))
                .session(new SessionSettings(
                        keys.maxConnections(),
                        session.allowOtherSchema(),
                        session.messagesPerSecond(),
                        session.commandsPerSecond(),
                        0,
                        keys.compressionEnabled(),
                        session.logEntriesKept(),
                        CutPace.DEFAULT,
                        true,
                        RetryPolicy.LINKS,
                        SessionSettings.defaults().resumeMillis(),
                        Attention.FULL,
                        keys.updateRate(),
                        RateTerms.DEFAULT));
        options = keys.announce() ? options : options.quiet();
        return keys.inviteOnly() ? options.byInvitation() : options;
    }

    private static IceSettings ice(NodeConfig config, @Nullable NodeLink meetings) {
        IceSettings ice = config.mesh().settingsOfIce();
        return ice.withNode(ice.node().with(meetings));
    }

    private void publish(Metrics metrics) {
        session.publish(metrics);
        metrics.gauge("worldmesh_authority_epoch", "The epoch of the authority.", () -> health.epoch());
    }

    void update() {
        long start = clock.nanoTime();
        session.update((start - lastNanos) / NANOS_PER_SECOND);
        // A new world takes the commands that make it first.
        if (!readOnly.isEmpty() && session.unansweredCommands() == 0) {
            session.readOnly(readOnly);
            readOnly = "";
        }
        lastNanos = start;
        health = read();
        players.set(health.players());
        long end = clock.nanoTime();
        turnSeconds.observe((end - start) / NANOS_PER_SECOND);
        scaling.onTurn(health.players(), room, end - start, end);
    }

    private Health read() {
        WorldManifest manifest = world.manifest();
        String name = manifest == null ? "" : manifest.name();
        String id = manifest == null ? "" : manifest.worldId().toString();
        int others = session.peers().size() - 1;
        return new Health(true, name, id, world.self().toString(), session.epoch(), others, world.worldMillis());
    }

    /** How the node is, as of its last turn; safe for any thread. */
    Health health() {
        return health;
    }

    void markFailed() {
        health = health.failed();
    }

    InetSocketAddress local() {
        return session.local();
    }

    @Override
    public void close() {
        try {
            session.close();
        } finally {
            world.close();
        }
    }
}
