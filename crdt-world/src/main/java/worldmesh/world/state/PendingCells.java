package worldmesh.world.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import worldmesh.world.delta.OpBuffer;

/**
 * Edits of cells that lie in a buffer and are not applied yet: many together need not wait for memory one after the
 * other. Who looks at a column of the state has them applied first, so that nobody sees the difference. They may be
 * pending only while nothing else changes an entity of theirs. Not thread-safe.
 */
public final class PendingCells {
    private static final int LEAST = 128;

    /** The last op of a shape. */
    private static final int NONE = -1;

    private final OpBuffer ops;
    private final @Nullable Witness witness;
    private @Nullable SectorState state;
    private int writer;
    private long clock;
    /** The ops that may be pending: from the first, up to here. */
    private int first;

    private int end;
    /** Of each of them the slot of its entity plus one, below 0 if it was born when the op was added; 0 if applied. */
    private int[] slots = new int[LEAST];
    /** The next pending op of the same shape, and the first and last of each. */
    private int[] next = new int[LEAST];

    private int[] heads = new int[8];
    private int[] tails = new int[8];
    private int shapeCount;
    private boolean newbornsOnly = true;
    /** The slot of the entity that was born last, if nothing was applied since: nobody asks what its cells were. */
    private int newborn = NONE;

    /** What was read, so that reading it is not for nothing. */
    @SuppressWarnings("UnusedVariable")
    private long looked;

    /** Edits in this buffer, of which the witness sees what they change. */
    public PendingCells(OpBuffer ops, @Nullable Witness witness) {
        this.ops = ops;
        this.witness = witness;
    }

    /** True if an op is pending: what its buffer says may still be changed. */
    public boolean isPending(int op) {
        return state != null && op >= first && op < end && slots[op] != 0;
    }

    /** True if all that is pending is of entities that are born since others were changed. */
    public boolean isOfNewborns() {
        return newbornsOnly;
    }

    /** An entity was born at a slot of the state that edits are of next. */
    public void born(SectorState in, int slot) {
        newborn = witness == null || witness.isNewborn(in, slot) ? slot : NONE;
    }

    /** Leaves the last op in the buffer, to a cell of the entity at a slot, for later. */
    public void add(SectorState of, int slot, long replica, long at) {
        int op = ops.size() - 1;
        if (state != of || clock != at) {
            begin(of, op, replica, at);
        }
        if (op >= slots.length) {
            slots = Arrays.copyOf(slots, 2 * op);
            next = Arrays.copyOf(next, 2 * op);
        }
        while (end < op) {
            slots[end++] = 0;
        }
        end = op + 1;
        boolean born = slot == newborn;
        newbornsOnly &= born;
        slots[op] = born ? -1 - slot : slot + 1;
        chain(op, ops.shape(op));
        of.note(slot);
    }

    private void begin(SectorState of, int op, long replica, long at) {
        int born = newborn;
        apply();
        newborn = born;
        of.await(this);
        state = of;
        writer = of.authors().of(replica);
        clock = at;
        first = op;
        end = op;
    }

    private void chain(int op, int shape) {
        if (shape >= shapeCount) {
            if (shape >= heads.length) {
                heads = Arrays.copyOf(heads, 2 * shape);
                tails = Arrays.copyOf(tails, 2 * shape);
            }
            Arrays.fill(heads, shapeCount, shape + 1, NONE);
            shapeCount = shape + 1;
        }
        if (heads[shape] == NONE) {
            heads[shape] = op;
        } else {
            next[tails[shape]] = op;
        }
        tails[shape] = op;
        next[op] = NONE;
    }

    private static int slot(int said) {
        return Math.abs(said) - 1;
    }

    /** Applies all that is pending. */
    public void apply() {
        SectorState to = state;
        newborn = NONE;
        if (to == null) {
            return;
        }
        state = null;
        to.await(null);
        if (!newbornsOnly) {
            look(to);
            tell(to);
        }
        for (int shape = 0; shape < shapeCount; shape++) {
            if (heads[shape] != NONE) {
                write(to.touchColumn(ops.component(shape)), shape);
            }
        }
        shapeCount = 0;
        newbornsOnly = true;
    }

    /** Reads what will be changed: these reads do not wait for one another. */
    private void look(SectorState to) {
        long seen = 0;
        for (int shape = 0; shape < shapeCount; shape++) {
            CellColumn column = heads[shape] == NONE ? null : to.column(ops.component(shape));
            for (int op = column == null ? NONE : heads[shape]; op != NONE && column != null; op = next[op]) {
                seen += column.look(slot(slots[op]));
            }
        }
        looked = seen;
    }

    private void tell(SectorState to) {
        for (int op = first; op < end && witness != null; op++) {
            if (slots[op] > 0) {
                long replica = ops.replica(ops.group(op));
                witness.beforeCell(to, slots[op] - 1, replica, ops.counter(op), ops.component(ops.shape(op)));
            }
        }
    }

    private void write(CellColumn column, int shape) {
        int op = heads[shape];
        if (column instanceof RegisterColumn registers) {
            for (; op != NONE; op = next[op]) {
                registers.write(slot(slots[op]), writer, clock, ops, op);
            }
        } else if (column instanceof CounterColumn counters) {
            for (; op != NONE; op = next[op]) {
                counters.add(slot(slots[op]), writer, ops.amount(op));
            }
        } else if (column instanceof SetColumn sets) {
            for (; op != NONE; op = next[op]) {
                int element = sets.element(ops.bytes(), ops.start(op), ops.length(op));
                sets.include(slot(slots[op]), element, writer, clock, ops.index(op));
            }
        } else {
            throw new IllegalStateException("no column of component " + column.component() + " takes pending edits");
        }
    }
}
