package worldmesh.runtime.metrics;

/** Writes numbers as Prometheus reads them. */
final class Numbers {
    private Numbers() {}

    static String text(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole ? Long.toString((long) value) : Double.toString(value);
    }
}
