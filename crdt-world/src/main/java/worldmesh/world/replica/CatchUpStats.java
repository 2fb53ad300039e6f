package worldmesh.world.replica;

import java.util.Map;

/**
 * Which ways of catching up were chosen, and what sketches cost.
 *
 * @param chosen how often each way
 * @param found sessions that found all differences
 * @param givenUp sessions that would have cost more than a snapshot
 * @param refused messages of sessions that were malformed, foreign or too late
 * @param symbols coded symbols taken in by sessions that found all
 * @param differences items that those found
 * @param packed how often a state was hashed whole for an offer, and not just what changed since the one before
 */
public record CatchUpStats(
        Map<CatchUp, Long> chosen,
        long found,
        long givenUp,
        long refused,
        long symbols,
        long differences,
        long packed) {
    /** Nothing yet. */
    public static final CatchUpStats NONE = new CatchUpStats(Map.of(), 0, 0, 0, 0, 0, 0);

    /** How often a sketch was chosen. */
    public long bySketch() {
        return chosen.getOrDefault(CatchUp.SKETCH_AS_MOST_IS_SHARED, 0L);
    }

    /** How often a snapshot was chosen, for whatever reason. */
    public long bySnapshot() {
        long batches = chosen.getOrDefault(CatchUp.BATCHES_RETAINED, 0L);
        return chosen.values().stream().mapToLong(each -> each).sum() - bySketch() - batches;
    }
}
