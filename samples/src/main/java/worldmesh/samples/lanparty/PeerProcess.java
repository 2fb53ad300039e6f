package worldmesh.samples.lanparty;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.loop.BoundedInbox;
import worldmesh.runtime.loop.EventLoop;

/** One player's peer as it runs: world, session, page and game on one thread, fed with lines from any thread. */
public final class PeerProcess implements AutoCloseable {
    /** 60 updates a second, as a game that draws would make. */
    private static final long TICK_NANOS = 16_666_667;

    /** Lines that wait for the next tick; a person types one. */
    private static final int LINES_MAX = 4_096;

    private static final String QUIT = "quit";

    private final EventLoop loop;
    private final BoundedInbox<String> lines = new BoundedInbox<>(LINES_MAX);
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private @Nullable PeerGame game;
    private long lastNanos;
    private boolean ending;

    private PeerProcess(PeerGame game) {
        this.game = game;
        this.loop = EventLoop.start("game", end::completeExceptionally);
    }

    /** Opens a peer on this thread, with its errors, then runs it; {@link #end} tells when and why it ended. */
    public static PeerProcess start(PeerOptions options, PeerSetting setting) {
        PeerProcess peer = new PeerProcess(PeerGame.open(options, setting));
        peer.loop.execute(peer::begin);
        return peer;
    }

    /** Hands in a line, from any thread; false if too many wait. The line {@code quit} ends the peer. */
    public boolean line(String line) {
        return lines.offer(line);
    }

    /** Completed when the peer has ended, with the error that ended it if there was one. */
    public CompletableFuture<Void> end() {
        return end;
    }

    private void begin() {
        lastNanos = loop.nanoTime();
        tick();
    }

    private void tick() {
        PeerGame running = game;
        if (running == null) {
            return;
        }
        long now = loop.nanoTime();
        lines.drain(this::take, LINES_MAX);
        running.tick(now, (now - lastNanos) / 1e9f);
        lastNanos = now;
        if (ending || running.isOver()) {
            running.close();
            game = null;
            end.complete(null);
            return;
        }
        loop.schedule(now + TICK_NANOS, this::tick);
    }

    private void take(String line) {
        PeerGame running = game;
        if (line.strip().equals(QUIT)) {
            ending = true;
        } else if (running != null) {
            running.line(line);
        }
    }

    /** Ends the peer in good order and waits for it. */
    @Override
    public void close() {
        line(QUIT);
        end.exceptionally(error -> null).join();
        loop.close();
    }
}
