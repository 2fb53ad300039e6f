package worldmesh.runtime.metrics;

import java.util.function.DoubleSupplier;

/** Asks for its number when somebody looks. */
record SampledGauge(DoubleSupplier source) implements Metric {
    @Override
    public String type() {
        return "gauge";
    }

    @Override
    public void write(String name, StringBuilder out) {
        out.append(name).append(' ').append(Numbers.text(source.getAsDouble())).append('\n');
    }
}
