package worldmesh.world.replica;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.world.delta.BatchContent;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.OpBuffer;
import worldmesh.world.delta.OpKind;
import worldmesh.world.entity.EntityId;
import worldmesh.world.state.Author;
import worldmesh.world.state.PendingCells;
import worldmesh.world.state.Witness;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.ProofId;

/** The ops of one sector that are visible but not signed yet; writes to one cell are coalesced. Not thread-safe. */
final class EditWindow {
    /** Beyond this the window is sealed, so that a batch stays one message of the mesh. */
    private static final int MAX_BYTES = 40 * 1024;

    private static final int OP_BYTES = 64;
    private static final int DOT_BYTES = 24;
    private static final int NONE = -1;
    private static final int LEAST = 256;

    private final OpBuffer ops = new OpBuffer();
    private final PendingCells cells;
    /** The places of the last writes to cells, each plus one, by open addressing. */
    private int[] written = new int[LEAST];

    /** The ops before it are found by it. */
    private int indexed;
    /** The birth of the entity that all ops since are of, {@link #NONE} if there is none: those need no index yet. */
    private int birth = NONE;

    private final Map<ClaimedCell, Integer> claimed = new HashMap<>();
    private Op.@Nullable Edit typing;
    private @Nullable Grant grant;
    private @Nullable Author author;
    private @Nullable SectorReplica sector;
    private int sizeBound;
    /** True once an entity entered under no grant: others judge what it brought by the grant of the whole batch. */
    private boolean enteredPlain;

    /** A register that is written by right of a claim, or of the authority; or a text. */
    private record ClaimedCell(
            EntityId entity, int component, @Nullable ProofId claim) {}

    /** An empty window; the witness sees what its ops change. */
    EditWindow(Witness witness) {
        this.cells = new PendingCells(ops, witness);
    }

    OpBuffer ops() {
        return ops;
    }

    /** The ops that are not applied yet. */
    PendingCells cells() {
        return cells;
    }

    @Nullable Grant grant() {
        return grant;
    }

    /** Forgets everything and keeps the memory. */
    void reset() {
        if (indexed > 0) {
            Arrays.fill(written, 0);
        }
        indexed = 0;
        birth = NONE;
        ops.reset();
        claimed.clear();
        typing = null;
        grant = null;
        author = null;
        sector = null;
        sizeBound = 0;
        enteredPlain = false;
    }

    /** True if the op's grant can be the grant of the whole batch. */
    boolean accepts(@Nullable Grant wanted) {
        return wanted == null || (grant == null ? !enteredPlain : grant.equals(wanted));
    }

    void under(@Nullable Grant wanted) {
        if (wanted != null && grant == null) {
            author = null;
        }
        grant = wanted == null ? grant : wanted;
    }

    /** Who writes the batch: the same until the grant changes. */
    @Nullable Author author() {
        return author;
    }

    Author author(Author of) {
        author = of;
        return of;
    }

    /** The sector, once something was written to it. */
    @Nullable SectorReplica sector() {
        return sector;
    }

    /** Remembers the sector, or forgets it. */
    void sector(@Nullable SectorReplica written) {
        sector = written;
    }

    boolean isFull() {
        return sizeBound > MAX_BYTES || nextIndex() >= BatchContent.MAX_OPS;
    }

    boolean isEmpty() {
        return nextIndex() == 0;
    }

    /** The index that the next op would have. */
    int nextIndex() {
        return ops.size() + ops.others().size();
    }

    /** Adds an op that columns do not say, in the place of an earlier write to the same cell if there is one. */
    void addOther(Op op) {
        ClaimedCell cell = cell(op);
        Integer at = cell == null ? null : claimed.get(cell);
        if (at != null && op instanceof Op.Edit edit && ops.others().get(at) instanceof Op.Edit before) {
            sizeBound -= BatchContent.sizeBound(before);
            before.log().append(edit.log());
            sizeBound += BatchContent.sizeBound(before);
            return;
        }
        if (at != null) {
            sizeBound += BatchContent.sizeBound(op)
                    - BatchContent.sizeBound(ops.others().get(at));
            ops.replaceOther(at, op);
            return;
        }
        if (cell != null) {
            claimed.put(cell, ops.others().size());
        }
        typing = op instanceof Op.Edit edit ? edit : typing;
        enteredPlain |= op instanceof Op.Enter && grant == null;
        sizeBound += BatchContent.sizeBound(op);
        ops.addOther(op, nextIndex());
    }

    /** The edits of a text or list that later ones can be added to, null if there are none in this window. */
    Op.@Nullable Edit openEdit(EntityId entity, int component) {
        Op.Edit last = typing;
        if (last == null || last.component() != component || !last.entity().equals(entity)) {
            Integer at = last == null ? null : claimed.get(new ClaimedCell(entity, component, null));
            last = at != null && ops.others().get(at) instanceof Op.Edit edit ? edit : null;
            typing = last == null ? typing : last;
        }
        return last;
    }

    /** After edits were added to those of the window, whose bound was that before. */
    void grown(Op.Edit edit, int before) {
        sizeBound += BatchContent.sizeBound(edit) - before;
    }

    /** True if the op would replace an earlier write of this window to the same cell. */
    boolean rewrites(Op op) {
        ClaimedCell cell = op instanceof Op.Write ? cell(op) : null;
        return cell != null && claimed.containsKey(cell);
    }

    private static @Nullable ClaimedCell cell(Op op) {
        if (op instanceof Op.Write write) {
            return new ClaimedCell(write.entity(), write.component(), write.claim());
        }
        return op instanceof Op.Edit edit ? new ClaimedCell(edit.entity(), edit.component(), null) : null;
    }

    /** The earlier write to the cell of the op that was added last, -1 if there is none; remembers this one. */
    int earlier() {
        int op = ops.size() - 1;
        int shape = ops.shape(op);
        sizeBound += OP_BYTES + 3 * ops.length(op);
        OpKind kind = ops.kind(shape);
        if (kind == OpKind.EXCLUDE) {
            sizeBound += DOT_BYTES * ops.dots(op);
        }
        if (kind == OpKind.SPAWN) {
            birth = op;
            return NONE;
        }
        birth = birth >= 0 && isOfEntity(birth, op) ? birth : NONE;
        if (kind != OpKind.ADD && kind != OpKind.WRITE) {
            return NONE;
        }
        if (birth >= 0) {
            int before = op - 1;
            while (before > birth && !isOfCell(before, op)) {
                before--;
            }
            return before > birth ? before : NONE;
        }
        index(op);
        return remember(op);
    }

    /** Indexes what was left out before an op. */
    private void index(int end) {
        if (2 * ops.size() > written.length) {
            grow();
        }
        for (int op = indexed; op < end; op++) {
            OpKind kind = ops.kind(ops.shape(op));
            if (kind == OpKind.ADD || kind == OpKind.WRITE) {
                remember(op);
            }
        }
        indexed = end + 1;
    }

    private int remember(int op) {
        int at = find(op);
        int before = written[at] - 1;
        written[at] = op + 1;
        return before;
    }

    private boolean isOfEntity(int one, int other) {
        return ops.counter(one) == ops.counter(other) && ops.group(one) == ops.group(other);
    }

    private int find(int op) {
        int mask = written.length - 1;
        long mixed = (ops.counter(op) * 31 + ops.shape(op)) * 0x9E37_79B9_7F4A_7C15L + ops.group(op);
        int at = (int) (mixed >>> 32) & mask;
        while (written[at] != 0 && !isOfCell(written[at] - 1, op)) {
            at = (at + 1) & mask;
        }
        return at;
    }

    /** Sums are of one sign only: others keep additions and subtractions apart. */
    private boolean isOfCell(int one, int other) {
        return ops.shape(one) == ops.shape(other)
                && isOfEntity(one, other)
                && (ops.kind(ops.shape(one)) == OpKind.WRITE || ops.amount(one) >= 0 == ops.amount(other) >= 0);
    }

    private void grow() {
        int[] old = written;
        written = new int[Integer.highestOneBit(4 * ops.size())];
        for (int place : old) {
            if (place != 0) {
                written[find(place - 1)] = place;
            }
        }
    }

    /** Takes the op that was added last into the earlier one; false, and both stay, if a sum would overflow. */
    boolean merge(int earlier) {
        int op = ops.size() - 1;
        if (ops.kind(ops.shape(op)) == OpKind.ADD) {
            long sum = ops.amount(earlier) + ops.amount(op);
            boolean overflow = ((ops.amount(earlier) ^ sum) & (ops.amount(op) ^ sum)) < 0;
            if (overflow) {
                return false;
            }
            ops.amount(earlier, sum);
        } else {
            ops.bytes(earlier, ops.bytes(), ops.start(op), ops.length(op));
        }
        sizeBound -= OP_BYTES;
        if (birth == NONE) {
            written[find(op)] = earlier + 1;
            indexed = op;
        }
        ops.removeLast();
        return true;
    }
}
