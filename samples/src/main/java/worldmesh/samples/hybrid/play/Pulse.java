package worldmesh.samples.hybrid.play;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import worldmesh.runtime.loop.EventLoop;

/**
 * Notices when the machine lets this process stand: a thread that does nothing but wake up every few milliseconds. What
 * it oversleeps no thread of this process had, whatever the game does.
 */
public final class Pulse implements AutoCloseable {
    /** How often an angler wakes up for it. */
    static final long ANGLERS_NANOS = 4_000_000;

    /** How often a process that does nothing else does. */
    public static final long ANCHORS_NANOS = 1_000_000;

    /** Oversleeping of less is usual. */
    private static final long STALL_NANOS = 3_000_000;

    /** Stalls that wait to be read; more of them say nothing new. */
    private static final int STALLS_MAX = 100_000;

    private final EventLoop loop;
    private final long periodNanos;
    private final Queue<long[]> stalls = new ConcurrentLinkedQueue<>();
    private long dueNanos;

    /** Wakes up that often. */
    public Pulse(long periodNanos) {
        this.periodNanos = periodNanos;
        this.loop = EventLoop.start("pulse", failure -> {});
        loop.execute(() -> next(loop.nanoTime()));
    }

    private void next(long now) {
        dueNanos = now + periodNanos;
        loop.schedule(dueNanos, this::beat);
    }

    private void beat() {
        long now = loop.nanoTime();
        if (now - dueNanos > STALL_NANOS && stalls.size() < STALLS_MAX) {
            stalls.add(new long[] {dueNanos, now});
        }
        next(now);
    }

    /** Hands over the stalls since the last time, from when until when. */
    public void take(BiConsumer<Long, Long> reader) {
        for (long[] stall = stalls.poll(); stall != null; stall = stalls.poll()) {
            reader.accept(stall[0], stall[1]);
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
