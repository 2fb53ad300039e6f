package worldmesh.benchmarks.link;

import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import worldmesh.mesh.link.Lane;
import worldmesh.runtime.time.SystemClock;

/** Sends as fast as the link takes it and counts what arrives. */
final class LinkThroughput {
    private static final long RETRY_NANOS = 20_000L;

    private LinkThroughput() {}

    /** Messages of {@code bytes} that arrive per second on {@code lane}. */
    static double messagesPerSecond(String host, Lane lane, int bytes, long nanos) {
        LongAdder arrived = new LongAdder();
        try (MeshPair pair = new MeshPair(host, MeshPair.Ear.DEAF, (from, message) -> arrived.increment())) {
            pair.connect();
            send(pair, lane, bytes, nanos / 2); // warm
            long before = arrived.sum();
            long start = SystemClock.INSTANCE.nanoTime();
            send(pair, lane, bytes, nanos);
            return (arrived.sum() - before) * 1e9 / (SystemClock.INSTANCE.nanoTime() - start);
        }
    }

    private static void send(MeshPair pair, Lane lane, int bytes, long nanos) {
        byte[] message = new byte[bytes];
        long end = SystemClock.INSTANCE.nanoTime() + nanos;
        while (SystemClock.INSTANCE.nanoTime() - end < 0) {
            if (!pair.near.send(pair.far.self(), lane, 0, message)) {
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }
}
