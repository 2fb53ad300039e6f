package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.world.component.CellKind;
import worldmesh.world.component.ComponentType;
import worldmesh.world.delta.BatchContent;
import worldmesh.world.delta.Op;
import worldmesh.world.entity.EntityId;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.ProofId;

/** The ops of one sector that are visible but not signed yet; writes to one cell are coalesced. Not thread-safe. */
final class EditWindow {
    /** Beyond this the window is sealed, so that a batch stays one message of the mesh. */
    private static final int MAX_BYTES = 40 * 1024;

    private final List<Op> ops = new ArrayList<>();
    private final Map<Slot, Integer> slots = new HashMap<>();
    private @Nullable Grant grant;
    private int sizeBound;

    private record Slot(
            EntityId entity, int component, @Nullable ProofId claim, boolean positive) {}

    List<Op> ops() {
        return ops;
    }

    @Nullable Grant grant() {
        return grant;
    }

    /** True if the op's grant can be the grant of the whole batch. */
    boolean accepts(@Nullable Grant wanted) {
        return wanted == null || grant == null || grant.equals(wanted);
    }

    void under(@Nullable Grant wanted) {
        grant = wanted == null ? grant : wanted;
    }

    boolean isFull() {
        return sizeBound > MAX_BYTES || ops.size() >= BatchContent.MAX_OPS;
    }

    /** The index that the next op would have. */
    int nextIndex() {
        return ops.size();
    }

    /** Adds an op, in the place of an earlier write to the same cell if there is one. */
    void add(Op op) {
        Slot slot = slot(op);
        Integer at = slot == null ? null : slots.get(slot);
        int was = at == null ? 0 : BatchContent.sizeBound(ops.get(at));
        Op merged = at == null ? null : merge(ops.get(at), op);
        if (at != null && merged != null) {
            sizeBound += BatchContent.sizeBound(merged) - was;
            ops.set(at, merged);
            return;
        }
        if (slot != null) {
            slots.put(slot, ops.size());
        }
        sizeBound += BatchContent.sizeBound(op);
        ops.add(op);
    }

    /** True if the op would replace an earlier write of this window to the same cell. */
    boolean rewrites(Op op) {
        Slot slot = op instanceof Op.Write ? slot(op) : null;
        return slot != null && slots.containsKey(slot);
    }

    private static @Nullable Slot slot(Op op) {
        if (op instanceof Op.Write write) {
            return new Slot(write.entity(), write.component(), write.claim(), true);
        } else if (op instanceof Op.Add add && ComponentType.kindOf(add.component()) == CellKind.COUNTER) {
            return new Slot(add.entity(), add.component(), null, add.amount() >= 0);
        } else if (op instanceof Op.Edit edit) {
            return new Slot(edit.entity(), edit.component(), null, true);
        }
        return null;
    }

    /** Sums of one sign only: others keep additions and subtractions apart. Null if the sum would overflow. */
    private static @Nullable Op merge(Op before, Op op) {
        if (before instanceof Op.Add one && op instanceof Op.Add other) {
            long sum = one.amount() + other.amount();
            boolean overflow = ((one.amount() ^ sum) & (other.amount() ^ sum)) < 0;
            return overflow ? null : new Op.Add(one.entity(), one.component(), sum);
        } else if (before instanceof Op.Edit one && op instanceof Op.Edit other) {
            one.log().append(other.log());
            return one;
        }
        return op;
    }
}
