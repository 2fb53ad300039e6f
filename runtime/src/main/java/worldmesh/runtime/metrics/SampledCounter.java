package worldmesh.runtime.metrics;

import java.util.function.LongSupplier;

/** Asks for a count that its owner already keeps. */
record SampledCounter(LongSupplier source) implements Metric {
    @Override
    public String type() {
        return "counter";
    }

    @Override
    public void write(String name, StringBuilder out) {
        out.append(name).append(' ').append(source.getAsLong()).append('\n');
    }
}
