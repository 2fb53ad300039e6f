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
 */
public record CatchUpStats(
        Map<CatchUp, Long> chosen, long found, long givenUp, long refused, long symbols, long differences) {}
