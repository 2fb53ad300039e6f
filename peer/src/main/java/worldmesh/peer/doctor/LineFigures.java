package worldmesh.peer.doctor;

/**
 * What a row of probes over a link told of its line.
 *
 * @param sent probes that the member can have heard
 * @param heard those that it heard
 * @param answered those whose answers came back
 * @param medianNanos the middle round trip
 * @param jitterNanos by how much two usually differ that began a tenth of a second apart, whatever stood still at times
 * @param growthNanos how much longer the fast ones of the last quarter took than those of the first
 * @param stoodPercent the part of the time in which this side stood still, each time for more than five milliseconds
 * @param link what the link said meanwhile, whose threads wait for no game
 */
record LineFigures(
        int sent,
        int heard,
        int answered,
        long medianNanos,
        long jitterNanos,
        long growthNanos,
        int stoodPercent,
        LineFigures.OfLink link) {
    /**
     * What a link measures by itself.
     *
     * @param jitterNanos by how much its round trips differed at the most
     * @param growthNanos how much longer the last took than the shortest
     */
    record OfLink(long jitterNanos, long growthNanos) {}

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
