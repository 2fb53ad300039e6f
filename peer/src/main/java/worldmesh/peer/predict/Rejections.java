package worldmesh.peer.predict;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last commands of this player that were rejected, for the game to show. Confined to the world's thread. */
public final class Rejections {
    /** Rejections kept; more than a screen shows. */
    public static final int KEPT_MAX = 64;

    private final Deque<Rejection> kept = new ArrayDeque<>();

    /** Keeps a rejection; the oldest goes if there are too many. */
    public void add(Rejection rejection) {
        if (kept.size() >= KEPT_MAX) {
            kept.removeFirst();
        }
        kept.addLast(rejection);
    }

    /** What is kept, the newest last. */
    public List<Rejection> all() {
        return List.copyOf(kept);
    }

    /** The last rejection that took a prediction of this cell back, or null. */
    public @Nullable Rejection of(Rejection.Cell cell) {
        for (Iterator<Rejection> it = kept.descendingIterator(); it.hasNext(); ) {
            Rejection rejection = it.next();
            if (rejection.cells().contains(cell)) {
                return rejection;
            }
        }
        return null;
    }
}
