package worldmesh.mesh.link;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** How often each {@link Rejection} happened. Confined to the mesh's owner. */
public final class RejectionCounts {
    private final Map<Rejection, long[]> counts = new EnumMap<>(Rejection.class);

    /** All zero. */
    public RejectionCounts() {
        for (Rejection rejection : Rejection.values()) {
            counts.put(rejection, new long[1]);
        }
    }

    /** Counts one. */
    public void add(Rejection rejection) {
        counter(rejection)[0]++;
    }

    /** How often anything was refused. */
    public long total() {
        long sum = 0;
        for (long[] count : counts.values()) {
            sum += count[0];
        }
        return sum;
    }

    /** How often {@code rejection} happened. */
    public long of(Rejection rejection) {
        return counter(rejection)[0];
    }

    private long[] counter(Rejection rejection) {
        return Objects.requireNonNull(counts.get(rejection));
    }
}
