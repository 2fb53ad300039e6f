package worldmesh.peer;

import java.util.Collections;
import java.util.SortedMap;
import worldmesh.peer.core.SessionCore;
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
        for (String name : levels.keySet()) {
            metrics.gauge(
                    "worldmesh_authority_" + name,
                    "Of this authority, now: " + words(name) + ".",
                    () -> levels.getOrDefault(name, 0L));
        }
    }

    void take() {
        peer = core.stats().byName();
        authority = core.party().counts();
        levels = core.party().levels();
    }

    private static String words(String name) {
        return name.replace('_', ' ');
    }
}
