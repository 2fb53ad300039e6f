package worldmesh.authority.gateway;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts TCP connections before anything is read from them: so many of one address, so many in all. Any thread.
 */
final class CallerGate {
    private final int max;
    private final int perAddress;
    private final ReentrantLock turn = new ReentrantLock();
    private final Map<InetAddress, Integer> addresses = new HashMap<>();
    private final LongAdder refused = new LongAdder();
    private int total;

    CallerGate(int max, int perAddress) {
        this.max = max;
        this.perAddress = perAddress;
    }

    /** True if one more of that address may come; it is counted then. */
    boolean tryEnter(InetAddress address) {
        turn.lock();
        try {
            int there = addresses.getOrDefault(address, 0);
            if (total >= max || there >= perAddress) {
                refused.increment();
                return false;
            }
            addresses.put(address, there + 1);
            total++;
            return true;
        } finally {
            turn.unlock();
        }
    }

    /** One that was let in is gone. */
    void leave(InetAddress address) {
        turn.lock();
        try {
            if (addresses.computeIfPresent(address, (key, count) -> count) != null) {
                addresses.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
                total--;
            }
        } finally {
            turn.unlock();
        }
    }

    long refused() {
        return refused.sum();
    }

    int present() {
        turn.lock();
        try {
            return total;
        } finally {
            turn.unlock();
        }
    }
}
