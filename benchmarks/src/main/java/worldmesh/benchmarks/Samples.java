package worldmesh.benchmarks;

import java.util.Arrays;

/** Durations of one round, bounded; filled by one thread, read by another once the round is over. */
final class Samples {
    private final long[] nanos;
    private int count;

    Samples(int capacity) {
        this.nanos = new long[capacity];
    }

    void reset() {
        count = 0;
    }

    void add(long duration) {
        if (count < nanos.length) {
            nanos[count++] = duration;
        }
    }

    int count() {
        return count;
    }

    /** The duration below which {@code share} of all lie, in microseconds. */
    double micros(double share) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return count == 0 ? Double.NaN : sorted[(int) Math.min(count - 1, (long) (count * share))] / 1_000.0;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }
}
