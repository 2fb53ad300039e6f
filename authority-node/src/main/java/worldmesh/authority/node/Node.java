package worldmesh.authority.node;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.authority.gateway.Gateway;
import worldmesh.authority.gateway.Health;
import worldmesh.mesh.rendezvous.NodeLink;
import worldmesh.runtime.loop.EventLoop;
import worldmesh.runtime.metrics.Metrics;

/**
 * A world hosted without a player: one loop opens it, takes its turns and closes it. A turn that fails ends the node,
 * since what cannot be made durable must not be answered. Safe for several threads.
 */
public final class Node implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Node.class);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final NodeConfig config;
    private final EventLoop loop;
    private final Metrics metrics = new Metrics();
    private final CompletableFuture<InetSocketAddress> opened = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Throwable> ended = new CompletableFuture<>();
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
    private @Nullable HostedWorld hosted;
    private @Nullable Gateway gateway;
    private @Nullable MeetingPlace meetings;

    private Node(NodeConfig config) {
        this.config = config;
        this.loop = EventLoop.start("worldmesh-node", this::onFailure);
    }

    /** Starts a node and returns once its world is open to players; what prevents that is thrown as it is. */
    public static Node start(NodeConfig config) {
        Node node = new Node(config);
        node.loop.execute(node::open);
        try {
            node.opened.join();
            return node;
        } catch (CompletionException e) {
            node.close();
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Runs a node until the process is told to end; answers the exit code: 0 for a clean stop, 1 for a failure. */
    public static int run(NodeConfig config) {
        Node node = start(config);
        Thread hook = new Thread(node::close, "worldmesh-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return node.ended.get() == null ? 0 : 1;
        } catch (InterruptedException | ExecutionException e) {
            Thread.currentThread().interrupt();
            return 1;
        } finally {
            node.close();
        }
    }

    /** Where players join. */
    public InetSocketAddress local() {
        return opened.join();
    }

    /** The port of {@code /health} and {@code /metrics}, or -1 if they are not served. */
    public int httpPort() {
        return gateway == null ? -1 : gateway.port();
    }

    /** The rendezvous' TCP port, or -1 if there is none. */
    public int rendezvousPort() {
        return meetings == null ? -1 : meetings.port();
    }

    /** How peers name the rendezvous that is reached under {@code host}: {@code wss://host:port#pin}. */
    public String rendezvousLink(String host) {
        MeetingPlace place = meetings;
        if (place == null) {
            throw new IllegalStateException("this node serves no rendezvous; set rendezvous.enabled to true");
        }
        return place.linkFor(host).format();
    }

    private void open() {
        NodeLink link = null;
        if (config.rendezvous().enabled()) {
            MeetingPlace place = MeetingPlace.open(config, metrics);
            meetings = place;
            link = place.link();
        }
        HostedWorld world = HostedWorld.open(config, link, metrics);
        hosted = world;
        if (config.http().enabled()) {
            gateway = Gateway.open(config.http().address(), config.http().port(), world::health, metrics);
        }
        Health health = world.health();
        log.info(
                "node.started world={} id={} epoch={} listen={} http={}",
                health.world(),
                health.worldId(),
                health.epoch(),
                world.local(),
                httpPort());
        opened.complete(world.local());
        turn(world, loop.nanoTime());
    }

    private void turn(HostedWorld world, long dueNanos) {
        if (closed.isDone()) {
            return;
        }
        world.update();
        long period = NANOS_PER_SECOND / config.node().updateRate();
        // A late turn is not made up for: the next one is a whole period away.
        long next = Math.max(dueNanos + period, loop.nanoTime());
        loop.schedule(next, () -> turn(world, next));
    }

    /** Runs on the loop's thread after its last turn: the world can be closed on no other. */
    private void onFailure(Throwable failure) {
        HostedWorld world = hosted;
        if (world != null) {
            world.markFailed();
        }
        try {
            closeWorld();
        } finally {
            if (!opened.completeExceptionally(failure)) {
                log.error("node.failed cause={}", failure.toString(), failure);
            }
            ended.complete(failure);
        }
    }

    /** Stops taking turns, closes session, store and gateway, and returns once all is on disk. */
    @Override
    public void close() {
        loop.tryExecute(this::closeWorld); // a loop that has failed closed the world itself
        closed.join();
        loop.close();
        ended.complete(null);
    }

    private void closeWorld() {
        if (closed.isDone()) {
            return;
        }
        try (MeetingPlace place = meetings;
                HostedWorld world = hosted;
                Gateway server = gateway) {
            log.info("node.stopping world={} http={} rendezvous={}", world != null, server != null, place != null);
        } finally {
            closed.complete(true);
        }
    }
}
