package worldmesh.mesh.wss;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.mesh.path.NodeAddress;
import worldmesh.mesh.path.Rendezvous;
import worldmesh.mesh.rendezvous.NodeClient;
import worldmesh.mesh.rendezvous.NodeFrame;
import worldmesh.mesh.rendezvous.NodeLink;
import worldmesh.mesh.rendezvous.NodeOutbox;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.Signer;
import worldmesh.runtime.loop.EventLoop;
import worldmesh.runtime.metrics.Metrics;
import worldmesh.runtime.time.SystemClock;

/**
 * Keeps a connection to a rendezvous node, TLS 1.3 and WebSocket, from the first {@link #meet} on: registers, and
 * carries datagrams as links know them. What finds no room is lost, as in any network. Any thread; a loop of its own
 * begins with the first use.
 */
public final class NodeConnection implements Rendezvous, AutoCloseable {
    /** Where a node answers. */
    public static final String PATH = "/rendezvous";

    /** Frames that wait for a slow connection: 150 ms of a peer that sends all it may. */
    static final int QUEUE_MAX = 256;

    /** Name, connection and TLS; the machine below gives up after ten seconds in any case. */
    private static final Duration CONNECT = Duration.ofSeconds(8);

    private static final int FAREWELL_TURNS = 20;
    private static final long FAREWELL_TURN_NANOS = 5_000_000L;
    private static final long TICK_NANOS = 250_000_000L;
    private static final Logger log = LoggerFactory.getLogger(NodeConnection.class);

    private final NodeLink node;
    private final NodeSettings settings;
    private final Taker taker;
    private final NodeClient client;
    private final ArrayBlockingQueue<byte[]> leaving = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final AtomicBoolean sending = new AtomicBoolean();
    private volatile List<PeerId> present = List.of();
    private final LongAdder carriedOut = new LongAdder();
    private final LongAdder carriedIn = new LongAdder();
    private final LongAdder uncarried = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable EventLoop loop;
    private boolean closed;
    private volatile boolean ready;
    private volatile byte @Nullable [] met;

    // Confined to the loop.
    private @Nullable WebSocket socket;
    private @Nullable HttpClient http;
    private @Nullable NodeTrust trust;
    private int attempt;
    private boolean told;

    /** Hears what comes of the connection, on its threads. */
    public interface Taker {
        /** A datagram of a peer came; the array is only lent. */
        void onDatagram(InetSocketAddress from, byte[] data, int length);

        /** The node is ready; it answers STUN at {@code host:port}, null if it does not. */
        void onReady(@Nullable String stunServer);
    }

    /** Nothing is connected yet; {@code settings} name a node. */
    public NodeConnection(NodeSettings settings, NodeLink node, Signer signer, RandomGenerator random, Taker taker) {
        this.node = node;
        this.settings = settings;
        this.taker = taker;
        this.client = new NodeClient(signer, random, new Doer());
    }

    @Override
    public void meet(byte[] world) {
        byte[] now = met;
        if (now != null && Arrays.equals(now, world)) {
            return;
        }
        byte[] copy = world.clone();
        run(mine -> {
            met = copy;
            client.meet(copy, mine.nanoTime());
        });
    }

    @Override
    public @Nullable InetSocketAddress way(PeerId peer) {
        return ready ? NodeAddress.of(peer.bytes(), 0) : null;
    }

    @Override
    public void letIn(PeerId peer) {
        run(mine -> client.letIn(peer));
    }

    @Override
    public List<PeerId> present() {
        return present;
    }

    @Override
    public boolean carriesStreams() {
        return settings.carriesStreams();
    }

    /** This machine's network carries again. */
    public void onNetworkBack() {
        if (met != null) {
            run(mine -> client.onNetworkBack(mine.nanoTime()));
        }
    }

    /** Sends a datagram to the peer that {@code to} stands for; false if it is lost for want of a way or of room. */
    public boolean carry(InetSocketAddress to, byte[] data, int offset, int length) {
        boolean fits = length >= NodeFrame.DATAGRAM_MIN && length <= NodeFrame.DATAGRAM_MAX;
        if (!ready || !fits || !leaving.offer(NodeClient.carry(to, data, offset, length))) {
            uncarried.increment();
            return false;
        }
        carriedOut.increment();
        kick();
        return true;
    }

    private void kick() {
        if (!sending.get()) {
            run(mine -> pump());
        }
    }

    /** One message at a time: the JDK's socket takes the next when the last has left. */
    private void pump() {
        WebSocket open = socket;
        if (open == null || !sending.compareAndSet(false, true)) {
            return;
        }
        byte[] next = leaving.poll();
        if (next == null) {
            sending.set(false);
            if (!leaving.isEmpty()) {
                pump();
            }
            return;
        }
        int which = attempt;
        CompletableFuture<?> unused = open.sendBinary(ByteBuffer.wrap(next), true)
                .whenComplete((sent, failure) -> run(mine -> onSent(which)));
    }

    private void onSent(int which) {
        if (which == attempt) {
            sending.set(false);
            pump();
        }
    }

    private interface Task {
        void run(EventLoop mine);
    }

    private void run(Task task) {
        EventLoop mine = loop();
        if (mine == null || !mine.tryExecute(() -> task.run(mine))) {
            refused.increment();
        }
    }

    /** The loop, begun when first asked for; null after the end. */
    private @Nullable EventLoop loop() {
        turn.lock();
        try {
            EventLoop mine = loop;
            if (mine == null && !closed) {
                EventLoop begun = EventLoop.start("node-" + node.port(), failure -> {});
                loop = begun;
                begun.execute(() -> tick(begun));
                mine = begun;
            }
            return closed ? null : mine;
        } finally {
            turn.unlock();
        }
    }

    private void tick(EventLoop mine) {
        client.onTime(mine.nanoTime());
        ready = client.state() == NodeClient.State.READY;
        mine.schedule(mine.nanoTime() + TICK_NANOS, () -> tick(mine));
    }

    /** What the machine wants; on the loop. */
    private final class Doer implements NodeOutbox {
        @Override
        public void open() {
            begin();
        }

        @Override
        public void send(byte[] frame) {
            if (leaving.offer(frame)) {
                pump();
            } else {
                uncarried.increment();
            }
        }

        @Override
        public void close() {
            drop();
        }
    }

    private void begin() {
        drop();
        int mine = attempt;
        try {
            HttpClient with = client();
            CompletableFuture<?> unused = with.newWebSocketBuilder()
                    .connectTimeout(CONNECT)
                    .buildAsync(URI.create("wss://" + node.place() + PATH), new Listener(mine))
                    .whenComplete((open, failure) -> run(loop -> onOutcome(loop, mine, open, failure)));
        } catch (IOException | GeneralSecurityException e) {
            tellTrouble(e);
            run(loop -> client.onClosed(loop.nanoTime()));
        }
    }

    private HttpClient client() throws IOException, GeneralSecurityException {
        HttpClient known = http;
        if (known != null) {
            return known;
        }
        NodeLink link = node;
        NodeTrust judge = NodeTrust.of(link.pin(), settings.certificates());
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[] {judge}, null);
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        HttpClient made = HttpClient.newBuilder()
                .sslContext(context)
                .sslParameters(parameters)
                .connectTimeout(CONNECT)
                .build();
        trust = judge;
        http = made;
        return made;
    }

    private void onOutcome(EventLoop mine, int which, @Nullable WebSocket open, @Nullable Throwable failure) {
        if (which != attempt) {
            if (open != null) {
                open.abort();
            }
        } else if (open == null) {
            tellTrouble(
                    failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure);
            client.onClosed(mine.nanoTime());
        }
    }

    /** Once for each time it was well: a node that is down is tried again and again. */
    private void tellTrouble(@Nullable Throwable failure) {
        if (!told) {
            told = true;
            log.warn("rendezvous.unreachable node={} reason={}", node.place(), reason(failure));
        }
    }

    private static String reason(@Nullable Throwable failure) {
        Throwable deepest = failure;
        while (deepest != null && deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest == null ? "closed" : deepest.getClass().getSimpleName() + ": " + deepest.getMessage();
    }

    private void drop() {
        attempt++;
        ready = false;
        present = List.of();
        leaving.clear();
        sending.set(false);
        WebSocket open = socket;
        socket = null;
        if (open != null) {
            open.abort();
        }
    }

    private void onOpen(int which, WebSocket open) {
        NodeTrust judge = trust;
        if (which != attempt || judge == null) {
            open.abort();
            return;
        }
        socket = open;
        client.onOpen(judge.seen());
    }

    private void onFrame(EventLoop mine, int which, byte[] frame) {
        if (which != attempt) {
            return;
        }
        NodeClient.Told what = client.onFrame(frame, mine.nanoTime());
        if (what instanceof NodeClient.Told.Ready up) {
            ready = true;
            told = false;
            log.info("rendezvous.ready node={}", node.place());
            taker.onReady(up.stunPort() == 0 ? null : stunServer(up.stunPort()));
        } else if (what instanceof NodeClient.Told.Present there) {
            present = there.peers();
        } else if (what instanceof NodeClient.Told.Refused no) {
            refused.increment();
            log.debug("rendezvous.refused reason={}", no.reason());
        } else if (what instanceof NodeClient.Told.Datagram datagram) {
            byte[] data = Arrays.copyOfRange(frame, NodeFrame.HEAD_BYTES, frame.length);
            carriedIn.increment();
            taker.onDatagram(datagram.from(), data, data.length);
        }
    }

    private String stunServer(int port) {
        return new NodeLink(node.host(), port, new byte[0]).place();
    }

    private void onClosed(int which) {
        run(mine -> {
            if (which == attempt) {
                drop();
                client.onClosed(mine.nanoTime());
            }
        });
    }

    /** Puts messages together that come in pieces, and hands them to the loop. */
    private final class Listener implements WebSocket.Listener {
        private final int which;
        private final ByteBuffer whole = ByteBuffer.allocate(NodeFrame.MAX_BYTES);

        Listener(int which) {
            this.which = which;
        }

        @Override
        public void onOpen(WebSocket open) {
            run(mine -> NodeConnection.this.onOpen(which, open));
            open.request(1);
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket open, ByteBuffer data, boolean last) {
            if (data.remaining() > whole.remaining()) {
                refused.increment();
                open.abort();
                onClosed(which);
                return null;
            }
            whole.put(data);
            if (last) {
                byte[] frame = new byte[whole.flip().remaining()];
                whole.get(frame).clear();
                run(mine -> onFrame(mine, which, frame));
            }
            open.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket open, int status, String reason) {
            log.debug("rendezvous.closed status={} reason={}", status, reason);
            onClosed(which);
            return null;
        }

        @Override
        public void onError(WebSocket open, Throwable error) {
            log.debug("rendezvous.broke reason={}", error.getMessage());
            onClosed(which);
        }
    }

    /** Datagrams carried both ways. */
    public long carried() {
        return carriedIn.sum() + carriedOut.sum();
    }

    /** Shows the figures in {@code metrics}. */
    public void register(Metrics metrics) {
        metrics.counter(
                "worldmesh_mesh_node_carried_total",
                "datagrams that the rendezvous node carried, both ways",
                this::carried);
        metrics.counter(
                "worldmesh_mesh_node_uncarried_total",
                "datagrams for peers at the rendezvous node that found no way or no room",
                uncarried::sum);
        metrics.counter(
                "worldmesh_mesh_node_refused_total",
                "refusals of the rendezvous node, and frames of it that were none",
                () -> refused.sum() + client.refused());
    }

    /** Ends the connection; peers are reached through the node no more. */
    @Override
    public void close() {
        EventLoop last;
        turn.lock();
        try {
            closed = loop == null;
            last = loop;
        } finally {
            turn.unlock();
        }
        if (last == null) {
            return;
        }
        // Links have said farewell: half a round trip of a long line is enough for it to leave.
        for (int i = 0; i < FAREWELL_TURNS && ready && !leaving.isEmpty(); i++) {
            SystemClock.INSTANCE.park(FAREWELL_TURN_NANOS);
        }
        last.tryExecute(this::drop);
        last.close();
    }
}
