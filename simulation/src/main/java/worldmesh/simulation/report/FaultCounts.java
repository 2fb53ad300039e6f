package worldmesh.simulation.report;

/** How often each fault struck. */
public record FaultCounts(long crashes, long partitions, long drops, long diskFaults) {
    /** No fault. */
    public static final FaultCounts NONE = new FaultCounts(0, 0, 0, 0);

    /** Both together. */
    public FaultCounts plus(FaultCounts other) {
        return new FaultCounts(
                crashes + other.crashes,
                partitions + other.partitions,
                drops + other.drops,
                diskFaults + other.diskFaults);
    }

    String json() {
        return new JsonText()
                .put("crashes", crashes)
                .put("partitions", partitions)
                .put("drops", drops)
                .put("diskFaults", diskFaults)
                .end();
    }
}
