package worldmesh.mesh;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.crypto.TlsMeshCrypto;
import worldmesh.mesh.identity.TicketFile;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkListener;
import worldmesh.mesh.link.LinkState;
import worldmesh.mesh.link.LinkStats;
import worldmesh.mesh.link.MeshOutbox;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.link.NetworkStats;
import worldmesh.mesh.link.Payload;
import worldmesh.mesh.link.RadioRest;
import worldmesh.mesh.link.Rejection;
import worldmesh.mesh.link.RelayStats;
import worldmesh.mesh.link.VoiceTap;
import worldmesh.mesh.path.PathFinder;
import worldmesh.mesh.session.TicketBox;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.Signer;
import worldmesh.runtime.metrics.Metrics;
import worldmesh.runtime.net.DatagramPort;
import worldmesh.runtime.time.Clock;

/**
 * The mesh over a real datagram port. One {@link MeshCore}, and a turn that the port's reader, the timers' loop and the
 * user's calls take one after another: a datagram is opened and a message sealed on the thread that brings it, since a
 * hand-over between threads costs more than both. Links stay alive on the mesh's own threads, whatever the user does.
 * Thread-safe; signals wait in a bounded inbox.
 */
public final class Mesh implements MeshPort {
    /** Signals moved out of the inbox in one turn. */
    private static final int DRAIN_BATCH = 256;

    private final ReentrantLock turn;
    private final Delivery delivery = new Delivery();
    private final MeshCore core;
    private final DatagramPort port;
    private final Clock clock;
    private final WakeUp wakeUp;
    private final MeshOutbox outbox = new PortOutbox();
    private @Nullable TicketKeeper keeper;
    private int ticketsKept;
    private volatile PathFinder paths = PathFinder.NONE;
    private volatile boolean closed;

    private Mesh(MeshCore core, DatagramPort port, Clock clock, Alarm alarm, ReentrantLock turn) {
        this.turn = turn;
        this.core = core;
        this.port = port;
        this.clock = clock;
        this.wakeUp = new WakeUp(alarm);
    }

    /** Starts on {@code port}, which it closes in the end; {@code clock} must be the machine's. */
    public static Mesh open(
            MeshSettings settings, Signer identity, DatagramPort port, Clock clock, SecureRandom random) {
        MeshCore core =
                new MeshCore(settings, identity, new TlsMeshCrypto(identity, random, settings.versions()), random);
        return over(core, port, clock, new LoopAlarm("mesh-" + port.local().getPort()));
    }

    /** The shell around {@code core}. */
    static Mesh over(MeshCore core, DatagramPort port, Clock clock, Alarm alarm) {
        return over(core, port, clock, alarm, new Turn());
    }

    /** The shell with a lock that a test can leave out. */
    static Mesh over(MeshCore core, DatagramPort port, Clock clock, Alarm alarm, ReentrantLock turn) {
        Mesh mesh = new Mesh(core, port, clock, alarm, turn);
        port.start(mesh.new Ears());
        return mesh;
    }

    /**
     * Takes the tickets in {@code file}, by which peers of the last process are met without a handshake, and keeps
     * those of this process there. To be called before the first {@link #connect}.
     */
    public void keepTickets(TicketFile file) {
        List<TicketBox.Lasting> stored = file.load();
        turn.lock();
        try {
            long now = clock.nanoTime();
            stored.stream().filter(core::speaks).forEach(one -> core.tickets().restore(one, now));
            ticketsKept = core.tickets().changes();
            keeper = new TicketKeeper(file, this::tickets, Math.max(1_000_000_000L, core.ticketNanos() / 2));
        } finally {
            turn.unlock();
        }
    }

    private List<TicketBox.Lasting> tickets() {
        turn.lock();
        try {
            return core.tickets().copies(clock.nanoTime());
        } finally {
            turn.unlock();
        }
    }

    /**
     * From now on hands signals to {@code direct} on the mesh's own threads instead of the inbox, for users that answer
     * at once and never block; it may call {@link #send}. To be called before the first {@link #connect}.
     */
    public void deliverTo(Consumer<MeshSignal> direct) {
        turn.lock();
        try {
            delivery.deliverTo(direct);
        } finally {
            turn.unlock();
        }
    }

    /** The same to a listener that reads messages where they lie. */
    public void deliverTo(LinkListener direct) {
        turn.lock();
        try {
            delivery.deliverTo(direct);
        } finally {
            turn.unlock();
        }
    }

    /**
     * From now on hands the messages of {@code stream} of the state lane to {@code direct} only, on the mesh's own
     * threads, and what happens to links to both; it must neither block nor call the mesh. Answers the peers that have
     * links now.
     */
    public List<PeerId> tap(int stream, Consumer<MeshSignal> direct) {
        turn.lock();
        try {
            delivery.tap(stream, direct);
            return core.peers();
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void tapVoice(VoiceTap tap) {
        act(now -> delivery.tapVoice(tap, clock));
    }

    @Override
    public PeerId self() {
        return core.self();
    }

    @Override
    public InetSocketAddress local() {
        return port.local();
    }

    @Override
    public long connect(InetSocketAddress to, @Nullable PeerId expected) {
        turn.lock();
        try {
            long now = clock.nanoTime();
            long attempt = core.connect(to, expected, now, outbox);
            arm(now);
            return attempt;
        } finally {
            turn.unlock();
        }
    }

    @Override
    public boolean send(PeerId to, Lane lane, int stream, byte[] message) {
        turn.lock();
        try {
            long now = clock.nanoTime();
            boolean taken = core.send(to, lane, stream, message, now, outbox);
            if (wakeUp.onMessage(lane.reliable(), now)) {
                arm(now);
            }
            return taken;
        } finally {
            turn.unlock();
        }
    }

    @Override
    public boolean send(PeerId to, Lane lane, int stream, Payload message) {
        turn.lock();
        try {
            long now = clock.nanoTime();
            boolean taken = core.send(to, lane, stream, message, now, outbox);
            if (wakeUp.onMessage(lane.reliable(), now)) {
                arm(now);
            }
            return taken;
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void flush() {
        turn.lock();
        try {
            core.flush(clock.nanoTime(), outbox);
            wakeUp.onFlush();
        } finally {
            turn.unlock();
        }
    }

    /** Leaves the watch over a peer to others, who will {@link #doubt} it here too; or takes it up again. */
    public void calm(PeerId peer, boolean others) {
        act(now -> core.calm(peer, others, now));
    }

    /** Asks a peer for a sign of life now: signals that it is suspected or not any more say what came of it. */
    public void doubt(PeerId peer) {
        act(now -> core.doubt(peer, now));
    }

    @Override
    public void rest(RadioRest rest) {
        act(now -> core.rest(rest, now));
    }

    @Override
    public void probe(PeerId peer, int bytes) {
        act(now -> core.probe(peer, bytes));
    }

    @Override
    public void propose(PeerId peer, InetSocketAddress address) {
        act(now -> core.propose(peer, address, now, outbox));
    }

    @Override
    public void partStreams(PeerId peer, @Nullable InetSocketAddress way) {
        act(now -> core.partStreams(peer, way, now, outbox));
    }

    @Override
    public boolean shakesHands(InetSocketAddress address) {
        turn.lock();
        try {
            return core.shakesHands(address, clock.nanoTime());
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void connectThrough(PeerId peer) {
        act(now -> core.connectThrough(peer, now, outbox));
    }

    @Override
    public void welcome(PeerId peer) {
        turn.lock();
        try {
            core.welcome(peer, clock.nanoTime());
        } finally {
            turn.unlock();
        }
    }

    /** Does what is seldom done. */
    private void act(LongConsumer step) {
        turn.lock();
        try {
            long now = clock.nanoTime();
            step.accept(now);
            arm(now);
        } finally {
            turn.unlock();
        }
    }

    /** What this peer has to do with relays. */
    public RelayStats relayStats() {
        turn.lock();
        try {
            return core.relayStats();
        } finally {
            turn.unlock();
        }
    }

    /** From now on ways to peers are looked for by {@code finder}; to be called before the first {@link #connect}. */
    public void findPathsBy(PathFinder finder) {
        paths = finder;
    }

    @Override
    public PathFinder paths() {
        return paths;
    }

    @Override
    public void close(PeerId peer, CloseReason reason) {
        act(now -> core.close(peer, reason, now, outbox));
    }

    @Override
    public LinkStats stats(PeerId peer) {
        turn.lock();
        try {
            return core.stats(peer);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public LinkState state(PeerId peer) {
        turn.lock();
        try {
            return core.state(peer);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public NetworkStats networkStats(PeerId peer) {
        turn.lock();
        try {
            return core.networkStats(peer);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public NetworkStats networkStats() {
        turn.lock();
        try {
            return core.networkStats();
        } finally {
            turn.unlock();
        }
    }

    /** How often {@code rejection} happened. */
    public long rejected(Rejection rejection) {
        turn.lock();
        try {
            return core.rejections().of(rejection);
        } finally {
            turn.unlock();
        }
    }

    /** Shows the figures of this mesh in {@code metrics}. */
    public void register(Metrics metrics) {
        MeshMetrics.register(metrics, this);
        metrics.counter(
                "worldmesh_mesh_signals_dropped_total",
                "state messages and signals that found the inbox full",
                () -> sampled(any -> delivery.dropped()));
    }

    /** One figure of the core, in turn with the rest. */
    long sampled(ToLongFunction<MeshCore> figure) {
        turn.lock();
        try {
            return figure.applyAsLong(core);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public int drain(Consumer<MeshSignal> consumer, int max) {
        List<MeshSignal> batch = new ArrayList<>(Math.min(max, 16));
        int done = 0;
        while (done < max) {
            turn.lock();
            try {
                delivery.take(batch, Math.min(max - done, DRAIN_BATCH));
            } finally {
                turn.unlock();
            }
            if (batch.isEmpty()) {
                return done;
            }
            done += batch.size();
            batch.forEach(consumer);
            batch.clear();
        }
        return done;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        turn.lock();
        try {
            core.leave(clock.nanoTime(), outbox);
        } finally {
            turn.unlock();
        }
        wakeUp.close();
        port.close();
        TicketKeeper last = keeper;
        if (last != null) {
            last.close();
        }
    }

    /** What the port tells, on its own threads. */
    private final class Ears implements DatagramPort.Receiver {
        @Override
        public void onDatagram(InetSocketAddress from, byte[] data, int length) {
            turn.lock();
            try {
                long now = clock.nanoTime();
                core.onDatagram(from, data, length, now, outbox);
                arm(now);
            } finally {
                turn.unlock();
            }
        }

        @Override
        public void onNetworkBack() {
            turn.lock();
            try {
                long now = clock.nanoTime();
                core.onNetworkBack(now, outbox);
                arm(now);
            } finally {
                turn.unlock();
            }
        }
    }

    private void onTimer() {
        turn.lock();
        try {
            long now = clock.nanoTime();
            long latest = wakeUp.onFired(now);
            core.onTime(now, outbox);
            arm(now, latest);
        } finally {
            turn.unlock();
        }
    }

    /** Makes sure that the loop calls when something is due next. */
    private void arm(long now) {
        arm(now, Long.MAX_VALUE);
    }

    /** The same, at {@code latest} whatever is due. */
    private void arm(long now, long latest) {
        if (turn.getHoldCount() > 1) {
            return; // called back by the listener: whoever took the turn arms when its work is done
        }
        TicketKeeper keeping = keeper;
        if (keeping != null && core.tickets().changes() != ticketsKept && !closed) {
            ticketsKept = core.tickets().changes();
            keeping.changed();
        }
        if (!closed) {
            wakeUp.at(Math.min(latest, Math.max(now, core.nextDeadlineNanos())), this::onTimer);
        }
    }

    private final class PortOutbox implements MeshOutbox {
        @Override
        public void datagram(InetSocketAddress to, byte[] data, int offset, int length) {
            port.send(to, data, offset, length);
        }

        @Override
        public void signal(MeshSignal signal) {
            delivery.signal(signal);
        }

        @Override
        public void message(PeerId from, Lane lane, int stream, Payload payload) {
            delivery.message(from, lane, stream, payload);
        }

        @Override
        public boolean ready(PeerId from) {
            return delivery.ready(from);
        }
    }
}
