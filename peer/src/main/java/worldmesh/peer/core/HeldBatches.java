package worldmesh.peer.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import worldmesh.world.delta.SignedBatch;

/**
 * Batches of an authority that came before the decision that carries them. The oldest make room: reports of what this
 * side has bring them again.
 */
final class HeldBatches {
    static final int BATCHES_MAX = 8_192;

    static final long BYTES_MAX = 16L << 20;

    private final ArrayDeque<SignedBatch> held = new ArrayDeque<>();
    private long bytes;

    void add(SignedBatch batch) {
        held.addLast(batch);
        bytes += batch.sizeBytes();
        while (held.size() > BATCHES_MAX || bytes > BYTES_MAX) {
            bytes -= held.removeFirst().sizeBytes();
        }
    }

    /** Takes out what may be merged now, in the order it came. */
    List<SignedBatch> take(Predicate<SignedBatch> admitted) {
        List<SignedBatch> free = new ArrayList<>();
        for (Iterator<SignedBatch> each = held.iterator(); each.hasNext(); ) {
            SignedBatch batch = each.next();
            if (admitted.test(batch)) {
                each.remove();
                bytes -= batch.sizeBytes();
                free.add(batch);
            }
        }
        return free;
    }
}
