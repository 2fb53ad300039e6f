package worldmesh.mesh.ice;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.path.TurnAddress;
import worldmesh.mesh.turn.TurnFailure;
import worldmesh.runtime.loop.EventLoop;

/**
 * Keeps allocations at the TURN servers while ways are looked for or used: all UDP ones at once, so that a dead one
 * delays none, and those over TCP and TLS only where no UDP server answers in time. Confined to the loop, but for
 * {@link #around} and the names, which are looked up beside it.
 */
final class TurnServers implements AutoCloseable {
    /** UDP servers of which none has said anything after this leave their place to those over TCP and TLS. */
    static final long DEADLINE_NANOS = 300_000_000L;

    /** Between looks at what is due: half of the wait for the first repetition of a request. */
    private static final long TICK_NANOS = 100_000_000L;

    private final UdpMux mux;
    private final EventLoop loop;
    private final TurnSettings settings;
    private final Runnable onNews;
    private final List<TurnRelay> relays = new ArrayList<>();
    private final Map<TurnRelay, TurnStream> streams = new LinkedHashMap<>();
    private final Map<TurnRelay, InetSocketAddress> ports = new LinkedHashMap<>();
    private volatile List<TurnRelay> ready = List.of();
    private boolean ticking;
    private volatile boolean closed;

    TurnServers(UdpMux mux, EventLoop loop, TurnSettings settings, RandomGenerator random, Runnable onNews) {
        this.mux = mux;
        this.loop = loop;
        this.settings = settings;
        this.onNews = onNews;
        TurnRelay.Terms terms =
                new TurnRelay.Terms(settings, random, loop::nanoTime, () -> loop.tryExecute(this::onState));
        for (TurnServer server : settings.servers()) {
            TurnRelay relay = new TurnRelay(mux.nextRelay(), server, terms);
            mux.attach(relay);
            relays.add(relay);
        }
        mux.beforeClose(this::close);
    }

    /** Looks the names of UDP servers up, each on a thread of its own: a dead name server delays none. */
    void lookUp() {
        for (TurnRelay relay : relays) {
            if (!relay.server().way().isStream()) {
                Thread lookup = new Thread(() -> lookUp(relay), "turn-name");
                lookup.setDaemon(true);
                lookup.start();
            }
        }
    }

    private void lookUp(TurnRelay relay) {
        InetSocketAddress found = null;
        try {
            for (InetAddress address : InetAddress.getAllByName(relay.server().host())) {
                if (found == null && reaches(address)) {
                    found = new InetSocketAddress(address, relay.server().port());
                }
            }
        } catch (UnknownHostException e) {
            return; // as dead as a server that does not answer
        }
        InetSocketAddress server = found;
        if (server != null) {
            loop.tryExecute(() -> {
                ports.put(relay, server);
                mux.attach(relay, server);
                refresh();
            });
        }
    }

    /** True if this machine has an address of that family. */
    private boolean reaches(InetAddress server) {
        boolean v4 = server instanceof Inet4Address;
        return LocalAddresses.of(mux.local()).stream().anyMatch(own -> own.getAddress() instanceof Inet4Address == v4);
    }

    /** Asks for the allocations that are not there. */
    void refresh() {
        if (relays.isEmpty() || closed) {
            return;
        }
        ports.forEach((relay, server) ->
                relay.begin((data, offset, length) -> mux.sendToServer(server, data, offset, length)));
        tick();
        boolean datagrams =
                relays.stream().anyMatch(relay -> !relay.server().way().isStream());
        if (datagrams) {
            loop.schedule(loop.nanoTime() + DEADLINE_NANOS, this::connect);
        } else {
            connect();
        }
    }

    /** Over streams, if nothing else is there. */
    private void connect() {
        boolean served = relays.stream().anyMatch(relay -> !relay.server().way().isStream() && relay.isAnswered());
        if (served || closed) {
            return;
        }
        for (TurnRelay relay : relays) {
            TurnStream known = streams.get(relay);
            boolean down = known == null || known.isClosed();
            if (relay.server().way().isStream() && down && relay.wantsBeginning()) {
                streams.put(relay, TurnStream.open(relay.server(), settings.certificates(), new Ears(relay)));
            } else if (known != null && !down && known.isOpen()) {
                relay.begin(known);
            }
        }
        tick();
    }

    private final class Ears implements TurnStream.Taker {
        private final TurnRelay relay;
        private final byte[] carried = new byte[StreamFrames.MAX_BYTES];

        Ears(TurnRelay relay) {
            this.relay = relay;
        }

        @Override
        public void onOpen(TurnStream stream) {
            relay.begin(stream);
            loop.tryExecute(TurnServers.this::tick);
        }

        @Override
        public void onFrame(byte[] frame, int length) {
            mux.onServer(relay, frame, length, carried);
        }

        @Override
        public void onClosed() {
            relay.onLost();
        }
    }

    private void tick() {
        if (!ticking && !closed) {
            ticking = true;
            loop.schedule(loop.nanoTime() + TICK_NANOS, this::onTick);
        }
    }

    private void onTick() {
        ticking = false;
        boolean waits = false;
        for (TurnRelay relay : relays) {
            waits |= relay.onTime() != Long.MAX_VALUE;
            TurnStream stream = streams.get(relay);
            if (stream != null && relay.isIdle() && stream.isOpen()) {
                stream.close(); // what nobody uses holds no connection
            }
            waits |= stream != null && !stream.isClosed();
        }
        if (waits) {
            tick();
        }
    }

    private void onState() {
        List<TurnRelay> now = new ArrayList<>();
        relays.stream().filter(relay -> !relay.places().isEmpty()).forEach(now::add);
        now.sort(Comparator.comparingLong(TurnServers::rank));
        ready = List.copyOf(now);
        tick();
        onNews.run();
    }

    private static long rank(TurnRelay relay) {
        return relay.rttNanos() == 0 ? Long.MAX_VALUE : relay.rttNanos();
    }

    /** The allocations that are there, the nearest server's first. */
    List<TurnRelay> ready() {
        return ready;
    }

    /** Why a server gives nothing, the first that says so; null if none does. Any thread. */
    @Nullable TurnFailure failure() {
        return relays.stream()
                .map(TurnRelay::failure)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Where servers see this peer's port. */
    Set<InetSocketAddress> seen() {
        Set<InetSocketAddress> seen = new LinkedHashSet<>();
        for (TurnRelay relay : ready) {
            InetSocketAddress mapped = relay.server().way().isStream() ? null : relay.mapped();
            if (mapped != null) {
                seen.add(mapped);
            }
        }
        return seen;
    }

    /** What leads to {@code to} through the nearest server; null while there is none. Any thread. */
    @Nullable InetSocketAddress around(InetSocketAddress to) {
        for (TurnRelay relay : ready) {
            if (relay.serves(to.getAddress())) {
                relay.permit(to.getAddress());
                return TurnAddress.of(relay.number(), to);
            }
        }
        return null;
    }

    /** Gives all back; the loop has ended. */
    @Override
    public void close() {
        closed = true;
        relays.forEach(TurnRelay::close);
        streams.values().forEach(TurnStream::end);
    }
}
