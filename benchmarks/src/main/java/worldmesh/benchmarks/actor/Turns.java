package worldmesh.benchmarks.actor;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import worldmesh.runtime.loop.EventLoop;

/** Calls an actor's turn at a steady rate on a thread of its own, and its farewell in the end, also after a failure. */
public final class Turns implements AutoCloseable {
    private static final long ANSWER_SECONDS = 20;

    private final String name;
    private final long periodNanos;
    private final Runnable turn;
    private final Runnable farewell;
    private final EventLoop loop;

    /** An actor that takes {@code turn} every so often once it was started, and {@code farewell} in the end. */
    public Turns(String name, long periodNanos, Runnable turn, Runnable farewell) {
        this.name = name;
        this.periodNanos = periodNanos;
        this.turn = turn;
        this.farewell = farewell;
        this.loop = EventLoop.start(name, error -> farewell.run());
    }

    /** The first turn. */
    public void start() {
        loop.execute(() -> take(loop.nanoTime()));
    }

    private void take(long dueNanos) {
        turn.run();
        // A late turn is not made up for, as in a game.
        long next = Math.max(dueNanos + periodNanos, loop.nanoTime());
        loop.schedule(next, () -> take(next));
    }

    /** Asks the actor on its own thread. */
    public <T> T ask(Supplier<T> question) {
        try {
            return CompletableFuture.supplyAsync(question, loop).get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + name, e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(name + " does not answer", e);
        }
    }

    @Override
    public void close() {
        loop.tryExecute(farewell);
        loop.close();
        if (loop.failure() != null) {
            throw new IllegalStateException(name + " has failed", loop.failure());
        }
    }
}
