package worldmesh.testkit.net;

/**
 * What happened to the datagrams of one direction of a line.
 *
 * @param offered datagrams that came to its near end
 * @param offeredBytes their bytes without headers
 * @param delivered datagrams at its far end, copies included
 * @param lost lost on the way
 * @param queueDrops found the queue full
 * @param duplicated came twice
 * @param reordered were held back
 * @param queueNanosSum how long all that were not dropped waited in the queue together
 * @param queueNanosMax the longest wait
 * @param deliveredBytes bytes at the far end with headers, copies not counted
 * @param wayNanosSum how long all that were delivered took together, waiting included
 */
public record LinkCounts(
        long offered,
        long offeredBytes,
        long delivered,
        long lost,
        long queueDrops,
        long duplicated,
        long reordered,
        long queueNanosSum,
        long queueNanosMax,
        long deliveredBytes,
        long wayNanosSum) {
    /** Mean wait in the queue. */
    public double queueMillisMean() {
        long waited = offered - queueDrops;
        return waited == 0 ? 0 : queueNanosSum / 1e6 / waited;
    }

    /** Mean time from end to end. */
    public double wayMillisMean() {
        return delivered == 0 ? 0 : wayNanosSum / 1e6 / delivered;
    }
}
