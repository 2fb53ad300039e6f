package worldmesh.runtime.metrics;

/** Something registered under a name that can write itself as Prometheus text. */
interface Metric {
    /** The word after {@code # TYPE}. */
    String type();

    /** Appends the sample lines of this metric, registered as {@code name}. */
    void write(String name, StringBuilder out);
}
