package worldmesh.world.replica;

/** Counts for metrics and tests. */
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
        long incompleteRebuilds) {}
