package worldmesh.runtime.metrics;

import java.util.concurrent.atomic.AtomicLong;

/** Holds a number that goes up and down. Safe for several threads. */
public final class Gauge implements Metric {
    private final AtomicLong bits = new AtomicLong(Double.doubleToRawLongBits(0));

    Gauge() {}

    /** Takes {@code value} as the present one. */
    public void set(double value) {
        bits.set(Double.doubleToRawLongBits(value));
    }

    /** The present value. */
    public double value() {
        return Double.longBitsToDouble(bits.get());
    }

    @Override
    public String type() {
        return "gauge";
    }

    @Override
    public void write(String name, StringBuilder out) {
        out.append(name).append(' ').append(Numbers.text(value())).append('\n');
    }
}
