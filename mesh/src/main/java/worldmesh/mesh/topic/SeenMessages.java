package worldmesh.mesh.topic;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import worldmesh.runtime.identity.PeerId;

/**
 * Which messages have come by already, per publisher a window of sequence numbers. What is older than the window counts
 * as seen, so that nothing goes round for ever. Confined to its owner.
 */
final class SeenMessages {
    /** Messages of one publisher that may overtake each other: two seconds at 60 a second on three topics. */
    static final int WINDOW = 512;

    /** Publishers remembered; beyond, the one not heard of for longest is forgotten. */
    static final int MAX_PUBLISHERS = 1_024;

    private final Map<PeerId, Window> windows = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Window {
        final long[] bits = new long[WINDOW / Long.SIZE];
        long newest;

        boolean first(long sequence) {
            if (sequence <= newest - WINDOW) {
                return false;
            }
            if (sequence > newest) {
                forget(sequence);
                newest = sequence;
            }
            int slot = (int) (sequence % WINDOW);
            long bit = 1L << (slot % Long.SIZE);
            boolean fresh = (bits[slot / Long.SIZE] & bit) == 0;
            bits[slot / Long.SIZE] |= bit;
            return fresh;
        }

        boolean has(long sequence) {
            int slot = (int) (sequence % WINDOW);
            return sequence <= newest - WINDOW
                    || (sequence <= newest && (bits[slot / Long.SIZE] & (1L << (slot % Long.SIZE))) != 0);
        }

        private void forget(long upTo) {
            long from = Math.max(newest + 1, upTo - WINDOW + 1);
            for (long sequence = from; sequence <= upTo; sequence++) {
                int slot = (int) (sequence % WINDOW);
                bits[slot / Long.SIZE] &= ~(1L << (slot % Long.SIZE));
            }
        }
    }

    /** True if it came by already; changes nothing. */
    boolean has(PeerId publisher, long sequence) {
        Window window = windows.get(publisher);
        return window != null && window.has(sequence);
    }

    /** True if this is the first time; from now on it is not. */
    boolean first(PeerId publisher, long sequence) {
        Window window = windows.computeIfAbsent(publisher, peer -> new Window());
        boolean first = window.first(sequence);
        if (windows.size() > MAX_PUBLISHERS) {
            Iterator<PeerId> oldest = windows.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return first;
    }
}
