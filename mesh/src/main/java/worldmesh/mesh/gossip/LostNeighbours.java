package worldmesh.mesh.gossip;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;

/**
 * Neighbours whose links broke. They are tried again for a while: when a network parts, each side loses all it knows
 * of the other, and nobody else would ever bring them together. Confined to its owner.
 */
final class LostNeighbours {
    /** As many as a peer has in several lives of its active view; the oldest give way. */
    static final int MAX = 32;

    /** At first once in two seconds, in the end once in sixteen. */
    private static final long FIRST_NANOS = 2_000_000_000L;

    private static final int LAST_SHIFT = 3;

    /** The first minute is tried often, then ten more minutes slowly. */
    private static final int QUICK_TRIES = 30;

    private static final int MAX_TRIES = 64;

    private final ArrayDeque<Lost> lost = new ArrayDeque<>();

    private static final class Lost {
        final PeerId peer;
        int tries;
        long nextNanos;

        Lost(PeerId peer, long nextNanos) {
            this.peer = peer;
            this.nextNanos = nextNanos;
        }
    }

    void add(PeerId peer, long nowNanos) {
        remove(peer);
        if (lost.size() >= MAX) {
            lost.removeFirst();
        }
        lost.addLast(new Lost(peer, nowNanos + FIRST_NANOS / 2));
    }

    /** True if it was one. */
    boolean remove(PeerId peer) {
        return lost.removeIf(each -> each.peer.equals(peer));
    }

    boolean isEmpty() {
        return lost.isEmpty();
    }

    /** One that is due, which is then not due for a while; null if none is. */
    @Nullable PeerId due(long nowNanos) {
        for (Iterator<Lost> all = lost.iterator(); all.hasNext(); ) {
            Lost each = all.next();
            if (each.nextNanos > nowNanos) {
                continue;
            }
            if (++each.tries >= MAX_TRIES) {
                all.remove();
                continue;
            }
            int shift = Math.max(0, Math.min(LAST_SHIFT, each.tries - QUICK_TRIES));
            each.nextNanos = nowNanos + (FIRST_NANOS << shift);
            return each.peer;
        }
        return null;
    }
}
