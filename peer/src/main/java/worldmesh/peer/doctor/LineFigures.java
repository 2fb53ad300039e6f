package worldmesh.peer.doctor;

/**
 * What a row of probes over a link told of its line.
 *
 * @param sent probes that the member can have heard
 * @param heard those that it heard
 * @param answered those whose answers came back
 * @param leastNanos the shortest round trip
 * @param medianNanos the middle one
 * @param jitterNanos by how much one differs from the next at the mean
 */
record LineFigures(int sent, int heard, int answered, long leastNanos, long medianNanos, long jitterNanos) {
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
