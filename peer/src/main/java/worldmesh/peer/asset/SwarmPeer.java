package worldmesh.peer.asset;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/** One peer that has parts of a file which is fetched here: what it has, what it was asked for, how it answers. */
final class SwarmPeer {
    /** Parts asked of a peer at first. */
    static final int WINDOW_FIRST = 4;

    /** Parts asked of a peer at most: 2 MiB, what 40 MB/s bring in 50 ms. */
    static final int WINDOW_MAX = 64;

    /** Even a slow peer has one part on its way and one to read. */
    static final int WINDOW_MIN = 2;

    /** An answer within so long says that there is room for one more. */
    static final long PROMPT_NANOS = 1_000_000_000L;

    /** An answer that took longer says that too many wait in its link. */
    static final long SLOW_NANOS = 3_000_000_000L;

    /** A peer that is silent for so long has lost what it was asked for. */
    static final long SILENT_NANOS = 5_000_000_000L;

    /** Silences in a row after which a peer is left alone for a while. */
    static final int SILENCES_MAX = 3;

    static final long PAUSE_NANOS = 10_000_000_000L;

    /** A part that the peer would rather not hand out again is asked for after so long. */
    static final long LATER_NANOS = 1_000_000_000L;

    final BitSet has = new BitSet();
    final BitSet later = new BitSet();
    final Map<Integer, Long> asked = new TreeMap<>();
    int count;
    int cursor;
    int window = WINDOW_FIRST;
    boolean liar;
    long pausedUntilNanos = Long.MIN_VALUE;
    private long laterSinceNanos;
    private long heardNanos = Long.MIN_VALUE;
    private int silences;

    SwarmPeer(int cursor) {
        this.cursor = cursor;
    }

    void have(PartRange range) {
        for (int i = range.first(); i < range.end(); i++) {
            if (!has.get(i)) {
                has.set(i);
                count++;
            }
        }
    }

    boolean mayBeAsked(long nowNanos) {
        return !liar && asked.size() < window && nowNanos >= pausedUntilNanos;
    }

    void onAnswer(long askedNanos, boolean data, long nowNanos) {
        heardNanos = nowNanos;
        silences = 0;
        long took = nowNanos - askedNanos;
        if (data && took <= PROMPT_NANOS) {
            window = Math.min(WINDOW_MAX, window + 1);
        } else if (data && took > SLOW_NANOS) {
            window = Math.max(WINDOW_MIN, window * 3 / 4);
        }
    }

    void onLater(int part, long nowNanos) {
        if (later.isEmpty()) {
            laterSinceNanos = nowNanos;
        }
        later.set(part);
    }

    void onTime(long nowNanos) {
        if (!later.isEmpty() && nowNanos - laterSinceNanos > LATER_NANOS) {
            later.clear();
        }
    }

    /** True if an answer is overdue: neither it nor any other came for so long. */
    boolean isOverdue(long askedNanos, long nowNanos) {
        return nowNanos - Math.max(askedNanos, heardNanos) > SILENT_NANOS;
    }

    void onSilence(long nowNanos) {
        window = WINDOW_MIN;
        silences++;
        if (silences >= SILENCES_MAX) {
            silences = 0;
            pausedUntilNanos = nowNanos + PAUSE_NANOS;
        }
    }
}
