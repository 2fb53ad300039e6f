package worldmesh.benchmarks.chat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.store.RocksWorldStoreProvider;
import worldmesh.benchmarks.actor.Turns;
import worldmesh.mesh.Mesh;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.peer.core.HostRequest;
import worldmesh.peer.core.JoinRequest;
import worldmesh.peer.core.LocalWorld;
import worldmesh.peer.core.SectorMap;
import worldmesh.peer.core.SessionCore;
import worldmesh.peer.core.SessionSettings;
import worldmesh.peer.core.SessionState;
import worldmesh.peer.core.WorldParts;
import worldmesh.peer.event.MessageEvent;
import worldmesh.peer.event.Origin;
import worldmesh.peer.port.ReceiptSink;
import worldmesh.peer.port.WorldStore;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.Clock;
import worldmesh.runtime.time.SystemClock;
import worldmesh.world.component.Component;
import worldmesh.world.component.Schema;
import worldmesh.world.rule.RuleBook;

/** A player that only talks: a whole session over a real link and a real store, updated as often as a game draws. */
final class Talker implements AutoCloseable {
    /** 120 updates a second: a line waits up to 8 ms for the next one at its reader, and at 60 a second up to 17. */
    private static final long TURN_NANOS = 8_333_333;

    /** The most a session takes of one peer is ten lines a second. */
    private static final long SAY_NANOS = 125_000_000;

    /** A world needs a component. */
    @Component("bench.mark")
    record Mark(int value) {}

    private final Clock clock = SystemClock.INSTANCE;
    private final Queue<Runnable> callbacks = new ConcurrentLinkedQueue<>();
    private final WorldStore store;
    private final SessionCore session;
    private final SharedLink link;
    private final Turns turns;
    private final List<Heard> heard = new ArrayList<>();
    private long sayNanos = Long.MAX_VALUE;
    private int said;

    /**
     * A line as it came in.
     *
     * @param saidNanos when it was said, by the clock of this machine
     * @param tookNanos until it was told
     */
    record Heard(long saidNanos, long tookNanos) {}

    Talker(Path directory, String host, SecureRandom random) {
        Ed25519Signer signer = Ed25519Signer.generate(random);
        store = new RocksWorldStoreProvider().open(directory, callbacks::add);
        Mesh mesh = Mesh.open(
                MeshSettings.defaults(), signer, UdpDatagramPort.open(new InetSocketAddress(host, 0)), clock, random);
        link = new SharedLink(mesh);
        LocalWorld world = new LocalWorld(
                new WorldParts(
                        Schema.of(Mark.class),
                        RuleBook.empty(),
                        new SectorMap(),
                        signer,
                        Ed25519Verifier.INSTANCE,
                        store,
                        ReceiptSink.NONE,
                        directory.getFileName().toString()),
                random.nextLong());
        session = new SessionCore(world, SessionSettings.defaults(), link, random.nextLong());
        session.subscribe(MessageEvent.class, this::onLine);
        turns = new Turns("chat-" + directory.getFileName(), TURN_NANOS, this::turn, this::leave);
    }

    void host(HostRequest request) {
        session.host(request, clock.nanoTime(), clock.wallMillis());
        turns.start();
    }

    void join(InetSocketAddress address) {
        session.join(address, JoinRequest.ANYBODY, clock.nanoTime(), clock.wallMillis());
        turns.start();
    }

    private void turn() {
        for (Runnable next = callbacks.poll(); next != null; next = callbacks.poll()) {
            next.run();
        }
        session.update(clock.nanoTime(), clock.wallMillis());
        long now = clock.nanoTime();
        if (now >= sayNanos) {
            sayNanos += SAY_NANOS;
            said++;
            session.say(Long.toString(clock.nanoTime()));
        }
    }

    private void onLine(MessageEvent line) {
        if (line.origin() == Origin.REMOTE) {
            long saidNanos = Long.parseLong(line.text());
            heard.add(new Heard(saidNanos, clock.nanoTime() - saidNanos));
        }
    }

    boolean isConnected() {
        return turns.ask(() ->
                session.state() == SessionState.CONNECTED && session.peers().size() > 1);
    }

    /** Talks from now on, first after so long; or no more. */
    void talk(@Nullable Long delayNanos) {
        turns.ask(() -> sayNanos = delayNanos == null ? Long.MAX_VALUE : clock.nanoTime() + delayNanos);
    }

    /** Lines said so far. */
    int said() {
        return turns.ask(() -> said);
    }

    /** Lines heard so far. */
    List<Heard> heard() {
        return turns.ask(() -> List.copyOf(heard));
    }

    SharedLink link() {
        return link;
    }

    private void leave() {
        session.close();
        link.close();
        store.close();
    }

    @Override
    public void close() {
        turns.close();
    }
}
