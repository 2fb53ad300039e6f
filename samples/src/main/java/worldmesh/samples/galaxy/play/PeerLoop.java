package worldmesh.samples.galaxy.play;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.loop.EventLoop;

/** Runs one peer on a thread of its own, 50 turns a second. */
public final class PeerLoop implements AutoCloseable {
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** A machine that stood still does not make a unit jump. */
    private static final double TURN_SECONDS_MAX = 0.1;

    private final GalaxyPeer peer;
    private final InetSocketAddress address;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final EventLoop loop;
    private volatile GalaxyPeer.Standing standing = GalaxyPeer.Standing.NOWHERE;
    private long lastNanos;
    private boolean over;

    private PeerLoop(GalaxyPeer peer, int seat) {
        this.peer = peer;
        this.address = peer.address();
        this.loop = EventLoop.start("galaxy-" + seat, end::completeExceptionally);
        loop.execute(this::begin);
    }

    /** Opens a peer and runs it; hosts if {@code host} is null. */
    public static PeerLoop start(PeerFiles files, int seat, int seats, @Nullable InetSocketAddress host) {
        return new PeerLoop(new GalaxyPeer(files, seat, seats, host), seat);
    }

    private void begin() {
        lastNanos = loop.nanoTime();
        turn();
    }

    private void turn() {
        if (over) {
            return;
        }
        long now = loop.nanoTime();
        peer.turn(Math.min(TURN_SECONDS_MAX, (now - lastNanos) / 1e9));
        lastNanos = now;
        standing = peer.standing();
        loop.schedule(now + TURN_NANOS, this::turn);
    }

    /** Where the peer listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** How it stood after its last turn; any thread. */
    public GalaxyPeer.Standing standing() {
        if (end.isCompletedExceptionally()) {
            end.join();
        }
        return standing;
    }

    /** The bot plays no more. */
    public void rest() {
        loop.execute(peer::rest);
    }

    /** What the peer sends from now on is counted as that of idle units. */
    public void beginIdle() {
        loop.execute(peer::beginIdle);
    }

    private void finish() {
        over = true;
        peer.close();
        end.complete(null);
    }

    /** Ends the peer in good order and waits for it; throws what ended it before, if something did. */
    @Override
    public void close() {
        if (!end.isDone()) {
            loop.execute(this::finish);
        }
        try {
            end.join();
        } finally {
            loop.close();
        }
    }
}
