package worldmesh.peer.core;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;

/**
 * What is kept of sessions whose link was lost, until they are resumed or their time is over. All are kept equally
 * long, so that the first is the oldest. Confined to the session's thread.
 */
final class Absences<T> {
    /** Sessions kept: twice the most members there are; the one lost first makes room. */
    static final int KEPT_MAX = 256;

    private final Map<PeerId, Absent<T>> kept = new LinkedHashMap<>();

    private record Absent<T>(long session, T state, long untilNanos) {}

    /** The link to that session of the peer was lost. */
    void keep(PeerId peer, long session, T state, long untilNanos) {
        kept.remove(peer);
        kept.put(peer, new Absent<>(session, state, untilNanos));
        if (kept.size() > KEPT_MAX) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    /** What is kept of the peer, if that very session is back in time; it is kept no longer in any case. */
    @Nullable T resume(PeerId peer, long session, long nowNanos) {
        Absent<T> absent = kept.remove(peer);
        return absent != null && absent.session == session && nowNanos - absent.untilNanos < 0 ? absent.state : null;
    }

    /** The peer left, or is not wanted. */
    void forget(PeerId peer) {
        kept.remove(peer);
    }

    /** Forgets those whose time is over. */
    void expire(long nowNanos) {
        Iterator<Absent<T>> oldest = kept.values().iterator();
        while (oldest.hasNext() && nowNanos - oldest.next().untilNanos >= 0) {
            oldest.remove();
        }
    }

    /** How many are kept. */
    int size() {
        return kept.size();
    }
}
