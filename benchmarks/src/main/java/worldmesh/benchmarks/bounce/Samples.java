package worldmesh.benchmarks.bounce;

import java.util.Arrays;
import java.util.List;

/** Durations of one round, bounded; filled by one thread, read by another once the round is over. */
public final class Samples {
    private final long[] nanos;
    private int count;

    /** Room for so many; what comes after is left out. */
    public Samples(int capacity) {
        this.nanos = new long[capacity];
    }

    /** Holds {@code durations}. */
    public static Samples of(List<Long> durations) {
        Samples samples = new Samples(durations.size());
        durations.forEach(samples::add);
        return samples;
    }

    /** All of {@code parts}. */
    public static Samples join(List<Samples> parts) {
        Samples all = new Samples(parts.stream().mapToInt(Samples::count).sum());
        parts.forEach(part -> Arrays.stream(part.nanos, 0, part.count).forEach(all::add));
        return all;
    }

    /** Forgets all. */
    public void reset() {
        count = 0;
    }

    /** Takes one, in nanoseconds. */
    public void add(long duration) {
        if (count < nanos.length) {
            nanos[count++] = duration;
        }
    }

    /** How many it holds. */
    public int count() {
        return count;
    }

    /** The duration below which {@code share} of all lie, in microseconds. */
    public double micros(double share) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return count == 0 ? Double.NaN : sorted[(int) Math.min(count - 1, (long) (count * share))] / 1_000.0;
    }

    /** The one in the middle; NaN of none. */
    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }
}
