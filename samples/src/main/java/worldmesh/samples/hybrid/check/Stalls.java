package worldmesh.samples.hybrid.check;

import java.util.Map;
import java.util.TreeMap;

/** When the machine let a process stand, by the process's own pulse. */
final class Stalls {
    private final TreeMap<Long, Long> stalls = new TreeMap<>();
    private long longestNanos;

    void add(long fromNanos, long toNanos) {
        stalls.put(fromNanos, toNanos);
        longestNanos = Math.max(longestNanos, toNanos - fromNanos);
    }

    long longestNanos() {
        return longestNanos;
    }

    /** How long it stood between two times. */
    long within(long fromNanos, long toNanos) {
        long total = 0;
        Long first = stalls.floorKey(fromNanos);
        for (Map.Entry<Long, Long> stall : stalls.subMap(first == null ? fromNanos : first, true, toNanos, true)
                .entrySet()) {
            long from = Math.max(fromNanos, stall.getKey());
            long to = Math.min(toNanos, stall.getValue());
            total += Math.max(0, to - from);
        }
        return total;
    }
}
