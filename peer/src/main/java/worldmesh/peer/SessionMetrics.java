package worldmesh.peer;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import worldmesh.peer.core.SessionCore;
import worldmesh.peer.core.SessionStats;
import worldmesh.runtime.metrics.CacheStats;
import worldmesh.runtime.metrics.Metrics;

/**
 * Publishes what a session counts as {@code worldmesh_peer_<noun>_total} and, where it holds the authority, as {@code
 * worldmesh_authority_<noun>_total}, and what it keeps as {@code worldmesh_authority_<noun>}. Written on the session's
 * thread, read on any: readers see the counts of the last update.
 */
final class SessionMetrics {
    private final SessionCore core;
    private volatile SortedMap<String, Long> peer = Collections.emptySortedMap();
    private volatile SortedMap<String, Long> authority = Collections.emptySortedMap();
    private volatile SortedMap<String, Long> levels = Collections.emptySortedMap();
    private volatile Map<String, CacheStats> caches = Map.of();

    SessionMetrics(SessionCore core, Metrics metrics) {
        this.core = core;
        take();
        for (String name : peer.keySet()) {
            metrics.counter(
                    "worldmesh_peer_" + name + "_total",
                    "Of this session: " + words(name) + ".",
                    () -> peer.getOrDefault(name, 0L));
        }
        for (String name : authority.keySet()) {
            metrics.counter(
                    "worldmesh_authority_" + name + "_total",
                    "Of this authority: " + words(name) + ".",
                    () -> authority.getOrDefault(name, 0L));
        }
        caches.keySet().forEach(name -> publish(name, metrics));
        for (String name : levels.keySet()) {
            metrics.gauge(
                    "worldmesh_authority_" + name,
                    "Of this authority, now: " + words(name) + ".",
                    () -> levels.getOrDefault(name, 0L));
        }
    }

    private void publish(String name, Metrics metrics) {
        String metric = "worldmesh_peer_cache_" + name;
        metrics.counter(
                metric + "_hits_total",
                "Of the cache of " + name + ": there.",
                () -> cache(name).hits());
        metrics.counter(
                metric + "_misses_total",
                "Of the cache of " + name + ": not there.",
                () -> cache(name).misses());
        metrics.gauge(
                metric + "_hit_share",
                "Of the cache of " + name + ": hits of all asked for.",
                () -> cache(name).hitShare());
        metrics.gauge(
                metric + "_entries",
                "Of the cache of " + name + ", now: kept.",
                () -> cache(name).entries());
    }

    private CacheStats cache(String name) {
        return caches.getOrDefault(name, new CacheStats(name, 0, 0, 0, 0));
    }

    void take() {
        SessionStats stats = core.stats();
        peer = stats.byName();
        caches = stats.caches().stream().collect(Collectors.toMap(CacheStats::name, each -> each));
        authority = core.party().counts();
        levels = core.party().levels();
    }

    private static String words(String name) {
        return name.replace('_', ' ');
    }
}
