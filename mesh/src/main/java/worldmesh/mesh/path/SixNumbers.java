package worldmesh.mesh.path;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for IPv6 hosts, of which an address within an address has no room. Who was not spoken of for the longest is
 * forgotten, and its number is not given again. Any thread.
 */
final class SixNumbers {
    /** Far more than servers let in at once: 4 of them, 64 hosts each. */
    static final int MAX = 4_096;

    private final int max;
    private final ReentrantLock turn = new ReentrantLock();
    private final Map<InetAddress, Integer> numbers = new LinkedHashMap<>(16, 0.75f, true); // by use
    private final Map<Integer, InetAddress> hosts = new HashMap<>(); // looked up only
    private int next;

    SixNumbers(int max) {
        this.max = max;
    }

    /** The number of {@code host}, a new one if it has none. */
    int number(InetAddress host) {
        turn.lock();
        try {
            Integer known = numbers.get(host);
            if (known != null) {
                return known;
            }
            if (numbers.size() >= max) {
                InetAddress oldest = numbers.keySet().iterator().next();
                hosts.remove(numbers.remove(oldest));
            }
            int number = next++;
            numbers.put(host, number);
            hosts.put(number, host);
            return number;
        } finally {
            turn.unlock();
        }
    }

    /** Whose number that is; null if it is nobody's any more. */
    @Nullable InetAddress host(int number) {
        turn.lock();
        try {
            InetAddress host = hosts.get(number);
            if (host != null) {
                numbers.get(host); // was spoken of
            }
            return host;
        } finally {
            turn.unlock();
        }
    }
}
