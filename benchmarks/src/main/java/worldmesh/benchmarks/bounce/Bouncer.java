package worldmesh.benchmarks.bounce;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import worldmesh.runtime.time.Clock;

/** The timing side of a ping-pong: sends the next ping when the last one has come back, until the round is over. */
public final class Bouncer {
    /** A ping that has not come back after this long is lost; loopback loses none. */
    private static final long LOST_MILLIS = 1_000;

    private final Clock clock;
    private final Runnable ping;
    private final Samples samples = new Samples(1 << 16);
    private volatile CountDownLatch over = new CountDownLatch(0);
    private volatile long end;
    private volatile long sentAt;

    /** Sends a ping by running {@code ping}, which may be done on any thread. */
    public Bouncer(Clock clock, Runnable ping) {
        this.clock = clock;
        this.ping = ping;
    }

    /** Called on the receiving thread. */
    public void onPong() {
        long now = clock.nanoTime();
        CountDownLatch latch = over;
        if (latch.getCount() == 0) {
            return;
        }
        samples.add(now - sentAt);
        if (now - end >= 0) {
            latch.countDown();
            return;
        }
        sentAt = clock.nanoTime();
        ping.run();
    }

    /** Bounces for so long; the samples are overwritten by the next round. */
    public Samples round(long nanos) {
        samples.reset();
        end = clock.nanoTime() + nanos;
        CountDownLatch latch = new CountDownLatch(1);
        over = latch;
        sentAt = clock.nanoTime();
        ping.run();
        try {
            if (!latch.await(nanos / 1_000_000 + LOST_MILLIS, TimeUnit.MILLISECONDS)) {
                latch.countDown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", e);
        }
        return samples;
    }
}
