package worldmesh.benchmarks.doctor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import worldmesh.authority.node.Node;
import worldmesh.authority.node.NodeConfig;
import worldmesh.mesh.invite.Invite;
import worldmesh.peer.Entity;
import worldmesh.peer.PeerConfig;
import worldmesh.peer.Session;
import worldmesh.peer.World;
import worldmesh.runtime.config.ConfigLoader;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.time.SystemClock;
import worldmesh.world.component.Component;

/** A member that hosts a world of its own here, on a thread of its own, as well or as badly as it is told. */
final class PlayMember implements AutoCloseable {
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final Runnable ending;
    private final InetSocketAddress local;
    private final Invite invite;

    /**
     * What keeps it busy.
     *
     * @param frameMillis what the game does between two updates
     * @param observerMillis what one of its observers does in each
     */
    record Load(int frameMillis, int observerMillis) {
        static final Load LIGHT = new Load(12, 0);
    }

    /** Something that changes in every update. */
    @Component("beat")
    record Beat(long count) {}

    private PlayMember(Runnable ending, InetSocketAddress local, Invite invite) {
        this.ending = ending;
        this.local = local;
        this.invite = invite;
    }

    /** A player's game with these keys, {@code KEY=VALUE} each. */
    static PlayMember game(Path store, List<String> keys, Load load) {
        Game game = new Game(store, keys, load);
        Thread thread = new Thread(game, "member");
        thread.start();
        Invite invite = game.opened.join();
        InetSocketAddress local = new InetSocketAddress(InetAddress.getLoopbackAddress(), invite.port());
        return new PlayMember(() -> end(game, thread), local, invite);
    }

    private static void end(Game game, Thread thread) {
        game.over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A node with these keys. */
    static PlayMember node(Path store, List<String> keys) {
        List<String> all = new ArrayList<>(List.of(
                "node.store=" + store,
                "node.game=lan-party",
                "node.server-address=127.0.0.1",
                "node.port=0",
                "node.announce=false",
                "http.enabled=false"));
        all.addAll(keys);
        Node node = Node.start(ConfigLoader.of(NodeConfig.class).set(all).load());
        Invite none = new Invite(
                "127.0.0.1", node.local().getPort(), PeerId.ofBytes(new byte[PeerId.BYTES]), new byte[32], new byte[0]);
        return new PlayMember(node::close, node.local(), none);
    }

    /** Where it is reached. */
    InetSocketAddress local() {
        return local;
    }

    /** Its invitation. */
    Invite invite() {
        return invite;
    }

    /** The game and its thread. */
    private static final class Game implements Runnable {
        private final CompletableFuture<Invite> opened = new CompletableFuture<>();
        private final Path store;
        private final List<String> keys;
        private final Load load;
        private volatile boolean over;

        Game(Path store, List<String> keys, Load load) {
            this.store = store;
            this.keys = keys;
            this.load = load;
        }

        @Override
        public void run() {
            try {
                play();
            } finally {
                opened.completeExceptionally(new IllegalStateException("the member ended before it was open"));
            }
        }

        private void play() {
            PeerConfig config = ConfigLoader.of(PeerConfig.class).set(keys).load();
            World world = World.builder().components(Beat.class).store(store).open();
            world.observe(Beat.class).onChange((entity, old, now) -> pause(load.observerMillis()));
            var options = config.options().quiet().listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Session session = Session.host(world, "lab", options);
            try {
                session.update(0.01);
                Entity beat = world.spawn(new Beat(0));
                opened.complete(session.invite("127.0.0.1"));
                for (long count = 1; !over; count++) {
                    beat.set(new Beat(count));
                    session.update(0.01);
                    pause(load.frameMillis());
                }
            } finally {
                session.close();
                world.close();
            }
        }

        private static void pause(int millis) {
            long begun = SystemClock.INSTANCE.nanoTime();
            while (SystemClock.INSTANCE.nanoTime() - begun < millis * NANOS_PER_MILLI) {
                LockSupport.parkNanos(NANOS_PER_MILLI);
            }
        }
    }

    @Override
    public void close() {
        ending.run();
    }
}
