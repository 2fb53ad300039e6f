package worldmesh.runtime.metrics;

import java.util.concurrent.atomic.LongAdder;

/** Counts events; only grows. Safe for several threads, cheap under contention. */
public final class Counter implements Metric {
    private final LongAdder value = new LongAdder();

    Counter() {}

    /** Counts one. */
    public void increment() {
        value.increment();
    }

    /** Counts {@code amount}, which is not negative. */
    public void add(long amount) {
        if (amount < 0) {
            throw new IllegalArgumentException("a counter only grows, got " + amount + "; use a gauge");
        }
        value.add(amount);
    }

    /** The count so far. */
    public long value() {
        return value.sum();
    }

    @Override
    public String type() {
        return "counter";
    }

    @Override
    public void write(String name, StringBuilder out) {
        out.append(name).append(' ').append(value()).append('\n');
    }
}
