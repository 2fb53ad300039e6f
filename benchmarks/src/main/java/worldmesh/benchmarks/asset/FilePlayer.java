package worldmesh.benchmarks.asset;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.Assets;
import worldmesh.peer.Session;
import worldmesh.peer.SessionOptions;
import worldmesh.peer.World;
import worldmesh.peer.asset.AssetView;
import worldmesh.runtime.loop.BoundedInbox;
import worldmesh.runtime.net.HostPort;
import worldmesh.runtime.time.SystemClock;
import worldmesh.world.hash.Hash;

/** A player with a game's 60 updates a second, on a thread of its own, who shares files and fetches them. */
final class FilePlayer implements AutoCloseable {
    private static final float SECONDS = 1 / 60f;
    private static final long FRAME_NANOS = 16_000_000L;
    private static final int WISHES_MAX = 64;

    private final BoundedInbox<Runnable> wishes = new BoundedInbox<>(WISHES_MAX);
    private final List<Fetch> fetches = new ArrayList<>();
    private final List<CompletableFuture<AssetView>> sharing = new ArrayList<>();
    private final World world;
    private final Session session;
    private final Thread thread;
    private volatile boolean over;

    /** A file that is on its way. */
    private static final class Fetch {
        final Hash id;
        final long begunNanos;
        final CompletableFuture<Fetched> done;
        long firstNanos;
        int sources;

        Fetch(Hash id, long begunNanos, CompletableFuture<Fetched> done) {
            this.id = id;
            this.begunNanos = begunNanos;
            this.done = done;
        }
    }

    /** Hosts if there is nobody to join. */
    FilePlayer(Path store, @Nullable InetSocketAddress host) {
        world = World.builder().store(store).open();
        SessionOptions options =
                SessionOptions.defaults().quiet().listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        session = host == null
                ? Session.host(world, "files", options)
                : Session.join(world, HostPort.format(host), options);
        thread = new Thread(this::play, "player");
        thread.start();
    }

    InetSocketAddress local() {
        return session.local();
    }

    private void play() {
        try {
            while (!over) {
                wishes.drain(Runnable::run, WISHES_MAX);
                session.update(SECONDS);
                watch();
                LockSupport.parkNanos(FRAME_NANOS);
            }
        } finally {
            fetches.forEach(fetch -> fetch.done.completeExceptionally(new IllegalStateException("the player left")));
            session.close();
            world.close();
        }
    }

    private void watch() {
        long now = SystemClock.INSTANCE.nanoTime();
        fetches.removeIf(fetch -> isOver(fetch, now));
    }

    private boolean isOver(Fetch fetch, long now) {
        AssetView view = view(fetch.id);
        if (view == null || view.state() == AssetView.State.FAILED) {
            fetch.done.completeExceptionally(new IllegalStateException("not fetched: " + view));
            return true;
        }
        fetch.sources = Math.max(fetch.sources, view.sources());
        if (fetch.firstNanos == 0 && view.bytesHere() > 0) {
            fetch.firstNanos = now - fetch.begunNanos;
        }
        if (view.state() != AssetView.State.HERE) {
            return false;
        }
        fetch.done.complete(new Fetched(fetch.firstNanos, now - fetch.begunNanos, fetch.sources));
        return true;
    }

    private @Nullable AssetView view(Hash id) {
        return session.assets().all().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    /** Asks on its thread. */
    <T> CompletableFuture<T> ask(Function<Assets, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (!wishes.offer(() -> answer.complete(question.apply(session.assets())))) {
            answer.completeExceptionally(new IllegalStateException("too many wishes"));
        }
        return answer;
    }

    CompletableFuture<Hash> share(Path file) {
        CompletableFuture<Hash> id = new CompletableFuture<>();
        var unused = ask(assets -> sharing.add(assets.share(file).whenComplete((shared, failure) -> {
            if (failure == null) {
                id.complete(shared.id());
            } else {
                id.completeExceptionally(failure);
            }
        })));
        return id;
    }

    /** True once that file is offered here. */
    CompletableFuture<Boolean> sees(Hash id) {
        return ask(assets -> assets.all().stream().anyMatch(each -> each.id().equals(id)));
    }

    CompletableFuture<Fetched> fetch(Hash id) {
        CompletableFuture<Fetched> done = new CompletableFuture<>();
        var unused = ask(assets -> {
            long begun = SystemClock.INSTANCE.nanoTime();
            assets.accept(id);
            return fetches.add(new Fetch(id, begun, done));
        });
        return done;
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
