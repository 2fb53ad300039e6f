package worldmesh.benchmarks.budget;

/** What a release may not get worse in. */
public enum Area {
    /** Bytes that an op of W2 takes on the wire, with headers and signatures. */
    BANDWIDTH("bandwidth", "bytes_per_op_signed", true),
    /** The lesser of what local ops and merges of W2 reach of the plain Java bound in the same run. */
    CPU("cpu", "least_share_of_bound", false),
    /** Heap of an entity of four components, W1. */
    MEMORY("memory", "heap_bytes_per_entity", true),
    /** Bytes of a moved unit of the galaxy as it is streamed, with all headers but the link's. */
    STATE_UPDATES("state-updates", "bytes_per_moved_unit", true),
    /** Bytes of a datagram beside the 64 of the one message in it. */
    PACKET_SIZE("packet-size", "bytes_around_a_message", true);

    private final String key;
    private final String figure;
    private final boolean lessIsBetter;

    Area(String key, String figure, boolean lessIsBetter) {
        this.key = key;
        this.figure = figure;
        this.lessIsBetter = lessIsBetter;
    }

    /** What the file of budgets and the report call it. */
    public String key() {
        return key;
    }

    /** What is measured. */
    public String figure() {
        return figure;
    }

    /** How much worse a figure is than its budget: 0.05 is five percent; below 0 it is better. */
    double worseBy(double value, double budget) {
        return lessIsBetter ? value / budget - 1 : budget / value - 1;
    }
}
