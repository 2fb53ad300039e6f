package worldmesh.runtime.time;

import java.util.concurrent.locks.LockSupport;

/** The machine's clock. Stateless and safe for several threads. */
public enum SystemClock implements Clock {
    /** The one instance. */
    INSTANCE;

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }

    /** Lets the calling thread rest for about so long, or shorter. */
    public void park(long nanos) {
        LockSupport.parkNanos(this, nanos);
    }
}
