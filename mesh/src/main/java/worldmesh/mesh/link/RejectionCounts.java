package worldmesh.mesh.link;

/** How often each {@link Rejection} happened. Confined to the mesh's owner. */
public final class RejectionCounts {
    private final long[] counts = new long[Rejection.values().length];

    /** Counts one. */
    public void add(Rejection rejection) {
        counts[rejection.ordinal()]++;
    }

    /** How often {@code rejection} happened. */
    public long of(Rejection rejection) {
        return counts[rejection.ordinal()];
    }
}
