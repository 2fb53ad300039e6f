package worldmesh.samples.troupe;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import worldmesh.runtime.time.SystemClock;

/** How a driver waits. Stateless. */
final class Pause {
    private Pause() {}

    /** Waits that long; an interruption ends the troupe. */
    static void of(long millis) {
        long end = SystemClock.INSTANCE.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end - SystemClock.INSTANCE.nanoTime();
                left > 0;
                left = end - SystemClock.INSTANCE.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new TroupeException("interrupted");
            }
        }
    }
}
