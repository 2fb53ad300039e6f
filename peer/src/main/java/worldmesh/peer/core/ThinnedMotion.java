package worldmesh.peer.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import worldmesh.peer.pose.PoseKey;
import worldmesh.peer.wire.Appetite;

/**
 * Motion for one link that is to hear of it less often than there is news: of each cell the newest value waits for the
 * next beat. Confined to the session's thread.
 *
 * @param <P> a value with how it is replicated
 */
final class ThinnedMotion<P> {
    /** Cells that wait for a beat, as many as one peer is told of by differences; the newest wait no longer then. */
    static final int WAITING_MAX = 4_096;

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final Map<PoseKey, P> waiting = new LinkedHashMap<>();
    private long beat;

    /** True if something waits. */
    boolean waits() {
        return !waiting.isEmpty();
    }

    /** A value that is due. */
    void add(PoseKey key, P pose) {
        if (waiting.size() < WAITING_MAX || waiting.containsKey(key)) {
            waiting.put(key, pose);
        }
    }

    /** What is to leave now at {@code hertz}; at none nothing waits, since it settles all the same. */
    List<P> take(int hertz, long nowNanos) {
        if (hertz == 0) {
            waiting.clear();
        }
        long now = hertz == 0 || hertz == Appetite.ALL ? beat + 1 : Math.floorDiv(nowNanos, SECOND_NANOS / hertz);
        if (now == beat) {
            return List.of();
        }
        beat = now;
        List<P> due = new ArrayList<>(waiting.values());
        waiting.clear();
        return due;
    }
}
