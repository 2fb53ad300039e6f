package worldmesh.world.replica;

import worldmesh.world.state.RecordReads;

/**
 * Counts for metrics and tests.
 *
 * @param reads how often values were asked for as records, there already or decoded
 */
public record ReplicaStats(
        int sectors,
        int entities,
        long retainedBatches,
        long retainedBytes,
        int parkedBatches,
        long refusedParking,
        long rejectedBatches,
        long refusedOps,
        long rebuilds,
        long incompleteRebuilds,
        RecordReads reads) {}
