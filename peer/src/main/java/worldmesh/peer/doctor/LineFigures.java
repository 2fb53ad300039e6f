package worldmesh.peer.doctor;

/**
 * What a row of probes over a link told of its line.
 *
 * @param sent probes that the member can have heard
 * @param heard those that it heard
 * @param answered those whose answers came back
 * @param medianNanos the middle round trip
 * @param jitterNanos by how much two differ at the mean that began a tenth of a second apart
 * @param growthNanos how much longer those of the last quarter took than those of the first
 * @param lateNanos how late this side was with each at the mean: what it stood still itself
 */
record LineFigures(
        int sent, int heard, int answered, long medianNanos, long jitterNanos, long growthNanos, long lateNanos) {
    private static final double PERCENT = 100;

    double lossTherePercent() {
        return loss(sent, heard);
    }

    double lossBackPercent() {
        return loss(heard, answered);
    }

    private static double loss(int all, int arrived) {
        return all <= 0 ? 0 : Math.max(0, PERCENT * (all - arrived) / all);
    }
}
