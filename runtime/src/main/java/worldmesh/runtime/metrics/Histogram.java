package worldmesh.runtime.metrics;

import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** Sorts measurements into buckets by upper bound. Safe for several threads. */
public final class Histogram implements Metric {
    private final double[] bounds;
    private final LongAdder[] buckets;
    private final DoubleAdder sum = new DoubleAdder();

    Histogram(double[] bounds) {
        this.bounds = bounds.clone();
        for (int i = 1; i < bounds.length; i++) {
            if (bounds[i] <= bounds[i - 1]) {
                throw new IllegalArgumentException(
                        "bucket bounds must grow, got " + bounds[i] + " after " + bounds[i - 1]);
            }
        }
        this.buckets = new LongAdder[bounds.length + 1];
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = new LongAdder();
        }
    }

    /** Takes one measurement. */
    public void observe(double value) {
        int bucket = 0;
        while (bucket < bounds.length && value > bounds[bucket]) {
            bucket++;
        }
        buckets[bucket].increment();
        sum.add(value);
    }

    /** How many measurements were taken. */
    public long count() {
        long count = 0;
        for (LongAdder bucket : buckets) {
            count += bucket.sum();
        }
        return count;
    }

    /** The sum of all measurements. */
    public double sum() {
        return sum.sum();
    }

    /** The upper bound of the bucket that holds the given share (0..1) of the measurements; 0 if there are none. */
    public double quantile(double share) {
        long wanted = (long) Math.ceil(share * count());
        long seen = 0;
        for (int i = 0; i < bounds.length; i++) {
            seen += buckets[i].sum();
            if (seen >= wanted) {
                return wanted == 0 ? 0 : bounds[i];
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public String type() {
        return "histogram";
    }

    @Override
    public void write(String name, StringBuilder out) {
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += buckets[i].sum();
            double bound = i < bounds.length ? bounds[i] : Double.POSITIVE_INFINITY;
            out.append(name).append("_bucket{le=\"").append(Numbers.text(bound)).append("\"} ");
            out.append(seen).append('\n');
        }
        out.append(name).append("_sum ").append(Numbers.text(sum())).append('\n');
        out.append(name).append("_count ").append(seen).append('\n');
    }
}
