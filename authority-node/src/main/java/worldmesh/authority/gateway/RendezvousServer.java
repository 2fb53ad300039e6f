package worldmesh.authority.gateway;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.authority.rendezvous.DeskLimits;
import worldmesh.authority.rendezvous.DeskOutbox;
import worldmesh.authority.rendezvous.RendezvousDesk;
import worldmesh.mesh.rendezvous.NodeFrame;
import worldmesh.mesh.rendezvous.NodeRefusal;
import worldmesh.runtime.loop.EventLoop;
import worldmesh.runtime.metrics.Metrics;

/**
 * Serves a {@link RendezvousDesk} over TLS 1.3 and WebSocket: the desk lives on a loop of its own, connections on the
 * server's threads. What a slow reader does not take is lost.
 */
public final class RendezvousServer implements AutoCloseable {
    /** Where it answers. */
    private static final String PATH = "/rendezvous";

    /** From the first byte of TCP to the WebSocket, whatever trickles in between. */
    static final long UPGRADE_MILLIS = 8_000;

    /** Silence before the WebSocket is up. */
    private static final long IDLE_MILLIS = 5_000;

    /** Silence after it: peers renew every 20 s. */
    private static final Duration IDLE = Duration.ofSeconds(90);

    /** Frames on the way to one peer: a third of a second at its rate. */
    static final int PENDING_MAX = 160;

    private static final int HEADERS_MAX = 4_096;
    private static final int POLICY = 1008;
    private static final long TICK_NANOS = 250_000_000L;
    private static final Logger log = LoggerFactory.getLogger(RendezvousServer.class);

    private final Javalin server;
    private final EventLoop loop;
    private final RendezvousDesk desk;
    private final CallerGate gate;
    private final Map<Long, Line> lines = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final LongAdder lost = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final AtomicLongArray refusals = new AtomicLongArray(NodeRefusal.CODE_MAX + 1);
    private volatile long carried;
    private final DeskOutbox out = new Wire();
    private @Nullable ServerConnector connector;

    /** One WebSocket. */
    private record Line(Session session, AtomicInteger pending) {}

    /**
     * Where it listens.
     *
     * @param address the address of the port
     * @param port 0 takes any free one
     * @param keys the key and the certificates it shows, without a password
     */
    public record Place(String address, int port, KeyStore keys) {}

    private RendezvousServer(Place place, DeskLimits limits, EventLoop loop, RendezvousDesk desk) {
        this.loop = loop;
        this.desk = desk;
        this.gate = new CallerGate(limits.connections() * 2, limits.perAddress() * 2);
        this.server = Javalin.create(config -> configure(config, place));
    }

    /** Opens {@code desk} to peers. */
    public static RendezvousServer open(Place place, DeskLimits limits, EventLoop loop, RendezvousDesk desk) {
        RendezvousServer opened = new RendezvousServer(place, limits, loop, desk);
        try {
            opened.server.start();
        } catch (JavalinBindException e) {
            opened.server.stop();
            throw new IllegalStateException(
                    "rendezvous.port is " + place.port() + " and cannot be listened at on " + place.address()
                            + " (in use, not allowed, or no such address); set rendezvous.port to another or 0",
                    e);
        }
        loop.execute(opened::tick);
        return opened;
    }

    private void configure(JavalinConfig config, Place place) {
        config.startup.showJavalinBanner = false;
        config.jetty.modifyHttpConfiguration(http -> {
            http.setRequestHeaderSize(HEADERS_MAX);
            http.setSendServerVersion(false);
        });
        config.jetty.modifyWebSocketServletFactory(factory -> {
            factory.setMaxBinaryMessageSize(NodeFrame.MAX_BYTES);
            factory.setMaxFrameSize(NodeFrame.MAX_BYTES);
            factory.setIdleTimeout(IDLE);
        });
        config.jetty.addConnector((jetty, http) -> connector(jetty, http, place));
        config.routes.ws(PATH, this::socket);
    }

    private Connector connector(Server jetty, HttpConfiguration http, Place place) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(place.keys());
        tls.setKeyStorePassword("");
        tls.setKeyManagerPassword("");
        tls.setIncludeProtocols("TLSv1.3");
        tls.setSniRequired(false);
        SecureRequestCustomizer secure = new SecureRequestCustomizer();
        secure.setSniHostCheck(false); // peers may name it by address and know it by its pin
        HttpConfiguration mine = new HttpConfiguration(http);
        mine.addCustomizer(secure);
        ServerConnector made = new ServerConnector(
                jetty, 1, 1, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(mine));
        made.setHost(place.address());
        made.setPort(place.port());
        made.setIdleTimeout(IDLE_MILLIS);
        made.addBean(new Accepting());
        made.addBean(new Upgrading(made));
        connector = made;
        return made;
    }

    /** Refuses connections before a byte is read. */
    private final class Accepting implements SelectorManager.AcceptListener {
        private final Map<SelectableChannel, InetAddress> inside = new ConcurrentHashMap<>();

        @Override
        public void onAccepting(SelectableChannel channel) {
            try {
                InetAddress from = ((InetSocketAddress) ((SocketChannel) channel).getRemoteAddress()).getAddress();
                if (gate.tryEnter(from)) {
                    inside.put(channel, from);
                } else {
                    channel.close();
                }
            } catch (IOException | ClassCastException e) {
                log.debug("rendezvous.accept.failed reason={}", e.getMessage());
            }
        }

        @Override
        public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
            onClosed(channel);
        }

        @Override
        public void onClosed(SelectableChannel channel) {
            InetAddress from = inside.remove(channel);
            if (from != null) {
                gate.leave(from);
            }
        }
    }

    /** Ends what is no WebSocket in time: idle timeouts do not see a byte now and then. */
    private final class Upgrading implements Connection.Listener {
        private final ServerConnector of;
        private final Map<EndPoint, Boolean> raw = new ConcurrentHashMap<>();

        Upgrading(ServerConnector of) {
            this.of = of;
        }

        @Override
        public void onOpened(Connection connection) {
            EndPoint end = connection.getEndPoint();
            boolean first = connection instanceof SslConnection;
            if (first && raw.putIfAbsent(end, Boolean.TRUE) == null) {
                of.getScheduler().schedule(() -> judge(end), UPGRADE_MILLIS, TimeUnit.MILLISECONDS);
            }
        }

        private void judge(EndPoint end) {
            boolean up = isUpgraded(end);
            raw.remove(end);
            if (!up && end.isOpen()) {
                late.increment();
                end.close();
            }
        }

        private boolean isUpgraded(EndPoint end) {
            return lines.values().stream()
                    .anyMatch(line ->
                            end.getRemoteSocketAddress().equals(line.session().getRemoteSocketAddress()));
        }

        @Override
        public void onClosed(Connection connection) {
            raw.remove(connection.getEndPoint());
        }
    }

    private void socket(WsConfig socket) {
        socket.onConnect(context -> onConnect(context));
        socket.onBinaryMessage(context -> {
            ByteBuffer data = context.data();
            byte[] frame = new byte[data.remaining()];
            data.get(frame);
            Long number = context.attribute("line");
            if (number != null) {
                run(() -> desk.onFrame(number, frame, loop.nanoTime(), out));
            }
        });
        socket.onMessage(context -> context.session.close(POLICY, NodeRefusal.MALFORMED.name(), Callback.NOOP));
        socket.onClose(context -> {
            Long number = context.attribute("line");
            if (number != null && lines.remove(number) != null) {
                run(() -> desk.onClosed(number));
            }
        });
    }

    private void onConnect(WsContext context) {
        long number = numbers.incrementAndGet();
        context.attribute("line", number);
        InetAddress from = ((InetSocketAddress) context.session.getRemoteSocketAddress()).getAddress();
        lines.put(number, new Line(context.session, new AtomicInteger()));
        run(() -> desk.onOpen(number, from, loop.nanoTime(), out));
    }

    /** A frame that finds no room is lost; so is the end of a connection, which the desk then learns by its expiry. */
    private void run(Runnable task) {
        if (!loop.tryExecute(task)) {
            lost.increment();
        }
    }

    private void tick() {
        desk.onTime(loop.nanoTime(), out);
        for (NodeRefusal reason : NodeRefusal.values()) {
            refusals.set(reason.code(), desk.refused(reason));
        }
        carried = desk.carried();
        loop.schedule(loop.nanoTime() + TICK_NANOS, this::tick);
    }

    /** What the desk wants done. */
    private final class Wire implements DeskOutbox {
        @Override
        public void send(long connection, byte[] frame) {
            Line line = lines.get(connection);
            if (line == null) {
                return;
            }
            if (line.pending().incrementAndGet() > PENDING_MAX) {
                line.pending().decrementAndGet();
                lost.increment();
                return;
            }
            Callback done = Callback.from(
                    () -> line.pending().decrementAndGet(),
                    failure -> line.pending().decrementAndGet());
            line.session().sendBinary(ByteBuffer.wrap(frame), done);
        }

        @Override
        public void close(long connection, NodeRefusal reason) {
            Line line = lines.remove(connection);
            if (line != null) {
                line.session().close(POLICY, reason.name(), Callback.NOOP);
            }
        }
    }

    /** The port it listens at. */
    public int port() {
        ServerConnector bound = connector;
        return bound == null ? -1 : bound.getLocalPort();
    }

    /** What the desk refused for that reason, as of its last look at the time. */
    public long refused(NodeRefusal reason) {
        return refusals.get(reason.code());
    }

    /** Datagrams carried, as of the same. */
    public long carried() {
        return carried;
    }

    /** Connections that were refused before a byte was read of them. */
    public long refusedAtTheDoor() {
        return gate.refused();
    }

    /** Connections that were no WebSocket in time. */
    public long lateUpgrades() {
        return late.sum();
    }

    /** TCP connections now. */
    public int connections() {
        return gate.present();
    }

    /** Shows the figures in {@code metrics}. */
    public void register(Metrics metrics) {
        metrics.counter(
                "worldmesh_authority_rendezvous_carried_total", "datagrams that the rendezvous carried", () -> carried);
        metrics.counter(
                "worldmesh_authority_rendezvous_lost_total",
                "frames that a slow peer, or a busy node, had no room for",
                lost::sum);
        metrics.counter(
                "worldmesh_authority_rendezvous_refused_at_door_total",
                "connections refused before a byte was read: too many, of one address or in all",
                gate::refused);
        metrics.counter(
                "worldmesh_authority_rendezvous_late_total", "connections that were no WebSocket in time", late::sum);
        metrics.gauge("worldmesh_authority_rendezvous_connections", "TCP connections of peers", gate::present);
        for (NodeRefusal reason : NodeRefusal.values()) {
            String name = reason.name().toLowerCase(Locale.ROOT);
            metrics.counter(
                    "worldmesh_authority_rendezvous_refused_" + name + "_total",
                    "connections or datagrams refused as " + name,
                    () -> refused(reason));
        }
    }

    @Override
    public void close() {
        server.stop();
        loop.close();
    }
}
