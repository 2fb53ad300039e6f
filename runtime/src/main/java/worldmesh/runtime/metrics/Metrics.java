package worldmesh.runtime.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The metrics of one process by name, written as Prometheus text (exposition format 0.0.4). Names follow
 * {@code worldmesh_<module>_<noun>_<unit>[_total]}; counters end in {@code _total} and nothing else does. Asking twice
 * for one name answers the same metric, so that parts need not know each other. Safe for several threads.
 */
public final class Metrics {
    /** Bounds in seconds for durations from 100 microseconds (a write to page cache) to 10 seconds (a time-out). */
    private static final double[] SECONDS_BOUNDS = {
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
    };

    private static final Pattern NAME = Pattern.compile("worldmesh_[a-z]+(_[a-z0-9]+)+");

    private final Map<String, Entry> entries = new ConcurrentSkipListMap<>();

    private record Entry(String help, Metric metric) {}

    /** The counter called {@code name}. */
    public Counter counter(String name, String help) {
        return register(name, help, Counter.class, Counter::new);
    }

    /** The counters called {@code name}, one for each constant of {@code labels}. */
    @SuppressWarnings("unchecked") // the enum class is part of what the caller asks for by one name
    public <E extends Enum<E>> CounterFamily<E> counters(String name, String help, Class<E> labels) {
        return register(name, help, CounterFamily.class, () -> new CounterFamily<>(labels));
    }

    /** Publishes a count that {@code source} already keeps; it is asked on the thread that reads the metrics. */
    public void counter(String name, String help, LongSupplier source) {
        register(name, help, SampledCounter.class, () -> new SampledCounter(source));
    }

    /** The gauge called {@code name}. */
    public Gauge gauge(String name, String help) {
        return register(name, help, Gauge.class, Gauge::new);
    }

    /** Publishes a number that {@code source} knows; it is asked on the thread that reads the metrics. */
    public void gauge(String name, String help, DoubleSupplier source) {
        register(name, help, SampledGauge.class, () -> new SampledGauge(source));
    }

    /** The histogram called {@code name} with these growing upper bounds. */
    public Histogram histogram(String name, String help, double... bounds) {
        return register(name, help, Histogram.class, () -> new Histogram(bounds));
    }

    /** The histogram called {@code name}, which ends in {@code _seconds}, with bounds from 0.1 ms to 10 s. */
    public Histogram seconds(String name, String help) {
        if (!name.endsWith("_seconds")) {
            throw new IllegalArgumentException("metric " + name + " measures seconds, its name must end in _seconds");
        }
        return histogram(name, help, SECONDS_BOUNDS);
    }

    /** All metrics as Prometheus text, sorted by name. */
    public String prometheus() {
        var out = new StringBuilder(4_096);
        entries.forEach((name, entry) -> {
            out.append("# HELP ").append(name).append(' ').append(entry.help()).append('\n');
            out.append("# TYPE ").append(name).append(' ').append(entry.metric().type());
            out.append('\n');
            entry.metric().write(name, out);
        });
        return out.toString();
    }

    private <M extends Metric> M register(String name, String help, Class<M> type, Supplier<M> create) {
        boolean counts = type == Counter.class || type == CounterFamily.class || type == SampledCounter.class;
        if (!NAME.matcher(name).matches() || counts != name.endsWith("_total")) {
            throw new IllegalArgumentException("metric name is " + name
                    + ", must be worldmesh_<module>_<noun>_<unit>, with _total at the end of counters only");
        }
        Metric metric = entries.computeIfAbsent(name, n -> new Entry(help.replace('\n', ' '), create.get()))
                .metric();
        if (!type.isInstance(metric)) {
            throw new IllegalArgumentException(
                    "metric " + name + " is already a " + metric.type() + "; use another name");
        }
        return type.cast(metric);
    }
}
