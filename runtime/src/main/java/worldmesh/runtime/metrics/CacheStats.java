package worldmesh.runtime.metrics;

/**
 * What a cache did since it was opened, and how much it keeps.
 *
 * @param name of the cache, one of those in docs/architecture.md, "Caches"
 * @param hits what was asked for and there
 * @param misses what was asked for and had to be made, read or fetched
 * @param entries kept now, in the unit of the cache
 * @param entriesMax kept at most; 0 where that is as much as there is of what it is made from
 */
public record CacheStats(String name, long hits, long misses, long entries, long entriesMax) {
    /** The share of what was asked for that was there, 0..1; 0 before anything was asked for. */
    public double hitShare() {
        return hits + misses == 0 ? 0 : (double) hits / (hits + misses);
    }
}
