package worldmesh.world.replica;

/**
 * Bounds of a replica's memory. Retained batches serve catch-up and rebuilds; what is older is only in the state and
 * is caught up with by snapshot.
 */
public record ReplicaLimits(int batchesPerSector, long bytesPerSector, int parkedBatches, int parkedPerReplica) {
    /** A LAN evening of 64 players fits: 65,536 batches or 64 MiB per sector; parking as in docs/wire-world.md. */
    public static final ReplicaLimits DEFAULT = new ReplicaLimits(65_536, 64L << 20, 4_096, 512);

    /** Refuses limits below one. */
    public ReplicaLimits {
        if (batchesPerSector < 1 || bytesPerSector < 1 || parkedBatches < 1 || parkedPerReplica < 1) {
            throw new IllegalArgumentException("every limit of a replica must be at least 1");
        }
    }
}
