package worldmesh.benchmarks.crdt;

import java.util.List;

/**
 * What a long run of {@link CrdtSoak} found.
 *
 * @param ops how many ops were made
 * @param members how many replicas made them
 * @param returns how often a member came back that had been away
 * @param cuts how many cuts were made
 * @param seconds how long it took
 * @param samples what was measured on the way
 * @param heapGrowth heap of the last quarter over that of the second
 * @param snapshotGrowth the same of snapshots
 * @param converged true if all replicas ended with one digest
 * @param flat true if neither grew by more than a tenth
 */
public record SoakReport(
        long ops,
        int members,
        long returns,
        long cuts,
        double seconds,
        List<Sample> samples,
        double heapGrowth,
        double snapshotGrowth,
        boolean converged,
        boolean flat) {
    /**
     * One look at the first replica and the process.
     *
     * @param ops made so far
     * @param heapBytes in use by the whole process, all members together
     * @param snapshotBytes of one replica
     * @param entities that live
     * @param retainedBatches of one replica
     */
    public record Sample(long ops, long heapBytes, long snapshotBytes, int entities, long retainedBatches) {}

    /** True if memory is bounded and all agree. */
    public boolean passed() {
        return flat && converged;
    }
}
