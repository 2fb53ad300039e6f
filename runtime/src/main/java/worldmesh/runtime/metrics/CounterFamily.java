package worldmesh.runtime.metrics;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** One counter per constant of an enum: labels come from enums, never from peers. Safe for several threads. */
public final class CounterFamily<E extends Enum<E>> implements Metric {
    private final Map<E, Counter> counters;
    private final String label;

    CounterFamily(Class<E> labels) {
        this.label = labelName(labels.getSimpleName());
        this.counters = new EnumMap<>(labels);
        for (E constant : labels.getEnumConstants()) {
            counters.put(constant, new Counter());
        }
    }

    private static String labelName(String className) {
        return className.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    /** The counter of {@code label}. */
    public Counter of(E label) {
        Counter counter = counters.get(label);
        if (counter == null) {
            throw new IllegalStateException("no counter for " + label);
        }
        return counter;
    }

    @Override
    public String type() {
        return "counter";
    }

    @Override
    public void write(String name, StringBuilder out) {
        counters.forEach((constant, counter) ->
                counter.write(name + "{" + label + "=\"" + constant.name().toLowerCase(Locale.ROOT) + "\"}", out));
    }
}
