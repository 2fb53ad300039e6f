package worldmesh.simulation.gossip;

import java.util.Arrays;

/** Microseconds of many deliveries. Confined to one run. */
final class Latencies {
    private static final long NANOS_PER_MICRO = 1_000;

    private int[] micros = new int[1 << 12];
    private int count;

    void add(long nanos) {
        if (count == micros.length) {
            micros = Arrays.copyOf(micros, 2 * count);
        }
        micros[count++] = (int) Math.min(Integer.MAX_VALUE, nanos / NANOS_PER_MICRO);
    }

    int count() {
        return count;
    }

    /** The least that so large a share does not exceed, in microseconds. */
    long micros(double share) {
        if (count == 0) {
            return 0;
        }
        int[] sorted = Arrays.copyOf(micros, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(count - 1L, (long) (share * count))];
    }
}
