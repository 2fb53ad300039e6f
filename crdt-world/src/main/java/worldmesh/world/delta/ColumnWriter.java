package worldmesh.world.delta;

import worldmesh.world.bytes.BitWriter;
import worldmesh.world.bytes.ByteColumn;

/**
 * Writes the plain ops of a batch as columns: who, in order of ids by their gaps; what, by the frequency of its shape;
 * and the values of each shape together. docs/wire-world.md, "Columns". One use.
 */
final class ColumnWriter {
    static final int GAP_ORDERS = 5;
    static final int RUN_ORDER = 5;
    static final int SHAPE_ORDER = 0;
    static final int CODE_BITS = 3;
    static final int INDEX_BITS = 5;
    static final int AMOUNT_BITS = 7;
    static final int DOT_CLOCK_ORDER = 20;
    static final int DOT_INDEX_ORDER = 6;

    private final BatchHead head;
    private final OpBuffer ops;
    private final BitWriter out;
    /** The ops as they will lie in the batch. */
    private final int[] order;
    /** Shapes by use, and the rank of each among them. */
    private final int[] byUse;

    private final int[] ranks;
    private final int[] components;
    private int componentCount;
    private final int[] column;
    private int uses;

    ColumnWriter(BatchHead head, OpBuffer ops, BitWriter out) {
        this.head = head;
        this.ops = ops;
        this.out = out;
        this.order = Columns.order(ops);
        this.byUse = new int[ops.shapeCount()];
        this.ranks = new int[ops.shapeCount()];
        this.components = new int[ops.shapeCount()];
        this.column = new int[ops.size()];
    }

    /** Writes the ops and answers the order in which they lie in the batch. */
    int[] write() {
        int used = rank();
        table(used);
        runs();
        for (int i = 0; i < used; i++) {
            column(byUse[i]);
        }
        return order;
    }

    /** Orders the shapes by use, and by their first op where that is equal; answers how many are used. */
    private int rank() {
        int[] counts = new int[ops.shapeCount()];
        int used = 0;
        for (int op : order) {
            int shape = ops.shape(op);
            if (counts[shape]++ == 0) {
                byUse[used++] = shape;
            }
        }
        for (int i = 1; i < used; i++) {
            int shape = byUse[i];
            int at = i;
            for (; at > 0 && counts[byUse[at - 1]] < counts[shape]; at--) {
                byUse[at] = byUse[at - 1];
            }
            byUse[at] = shape;
        }
        for (int i = 0; i < used; i++) {
            ranks[byUse[i]] = i;
            if (Columns.hasComponent(ops.code(byUse[i])) && place(ops.component(byUse[i])) < 0) {
                components[componentCount++] = ops.component(byUse[i]);
            }
        }
        return used;
    }

    private int place(int component) {
        for (int i = 0; i < componentCount; i++) {
            if (components[i] == component) {
                return i;
            }
        }
        return -1;
    }

    private void table(int used) {
        out.golomb(componentCount, 0);
        for (int i = 0; i < componentCount; i++) {
            out.bits(components[i], 32);
        }
        out.golomb(used - 1L, 0);
        int width = BitWriter.width(componentCount - 1L);
        for (int i = 0; i < used; i++) {
            out.bits(ops.code(byUse[i]), CODE_BITS);
            if (Columns.hasComponent(ops.code(byUse[i]))) {
                out.bits(place(ops.component(byUse[i])), width);
            }
        }
    }

    /** Ops of entities of one replica and trust, one run after the other. */
    private void runs() {
        int runs = 0;
        for (int i = 0; i < order.length; i++) {
            runs += i == 0 || ops.group(order[i - 1]) != ops.group(order[i]) ? 1 : 0;
        }
        out.golomb(runs - 1L, 0);
        int from = 0;
        for (int i = 1; i <= order.length; i++) {
            if (i == order.length || ops.group(order[i - 1]) != ops.group(order[i])) {
                run(from, i);
                from = i;
            }
        }
    }

    private void run(int from, int to) {
        int group = ops.group(order[from]);
        boolean own = ops.replica(group) == head.replica();
        out.bits(own ? 1 : 0, 1);
        if (!own) {
            out.bits(ops.replica(group), 64);
        }
        out.bits(ops.trust(group), 2);
        long serial = ops.counter(order[from]) >>> 2;
        int width = BitWriter.width(serial);
        out.bits(width, 6).bits(serial, width);
        long entities = 1;
        for (int i = from + 1; i < to; i++) {
            entities += gap(i) > 0 ? 1 : 0;
        }
        int best = bestOrder(from, to);
        out.golomb(entities - 1, RUN_ORDER).bits(best, GAP_ORDERS);
        for (int i = from; i < to; i++) {
            if (i > from && gap(i) > 0) {
                out.golomb(gap(i) - 1, best);
            }
            out.golomb(ranks[ops.shape(order[i])], SHAPE_ORDER);
            out.bits(i + 1 < to && gap(i + 1) == 0 ? 1 : 0, 1);
        }
    }

    private int bestOrder(int from, int to) {
        long[] cost = new long[1 << GAP_ORDERS];
        for (int i = from + 1; i < to; i++) {
            long gap = gap(i);
            for (int k = 0; k < cost.length && gap > 0; k++) {
                cost[k] += BitWriter.golombBits(gap - 1, k);
            }
        }
        int best = 0;
        for (int k = 1; k < cost.length; k++) {
            best = cost[k] < cost[best] ? k : best;
        }
        return best;
    }

    private long gap(int i) {
        return (ops.counter(order[i]) >>> 2) - (ops.counter(order[i - 1]) >>> 2);
    }

    private void column(int shape) {
        uses = 0;
        for (int op : order) {
            if (ops.shape(op) == shape) {
                column[uses++] = op;
            }
        }
        OpKind kind = ops.kind(shape);
        if (kind == OpKind.WRITE) {
            bytes();
        } else if (kind == OpKind.ADD) {
            amounts();
        } else if (kind == OpKind.INCLUDE) {
            bytes();
            indices();
        } else if (kind == OpKind.EXCLUDE) {
            bytes();
            for (int i = 0; i < uses; i++) {
                dots(column[i]);
            }
        }
    }

    private void bytes() {
        ByteColumn.encode(
                uses,
                new ByteColumn.Strings() {
                    @Override
                    public int length(int i) {
                        return ops.length(column[i]);
                    }

                    @Override
                    public byte[] array(int i) {
                        return ops.bytes();
                    }

                    @Override
                    public int offset(int i) {
                        return ops.start(column[i]);
                    }
                },
                out);
    }

    private void amounts() {
        long all = 0;
        for (int i = 0; i < uses; i++) {
            all |= zigzag(ops.amount(column[i]));
        }
        int width = BitWriter.width(all);
        out.bits(width, AMOUNT_BITS);
        for (int i = 0; i < uses; i++) {
            out.bits(zigzag(ops.amount(column[i])), width);
        }
    }

    private static long zigzag(long amount) {
        return amount << 1 ^ amount >> 63;
    }

    private void indices() {
        int most = 0;
        for (int i = 0; i < uses; i++) {
            most = Math.max(most, ops.index(column[i]));
        }
        int width = BitWriter.width(most);
        out.bits(width, INDEX_BITS);
        for (int i = 0; i < uses; i++) {
            out.bits(ops.index(column[i]), width);
        }
    }

    private void dots(int op) {
        out.golomb(ops.endOfDots(op) - (long) ops.firstDot(op), 0);
        for (int dot = ops.firstDot(op); dot < ops.endOfDots(op); dot++) {
            boolean own = ops.dotReplica(dot) == head.replica();
            out.bits(own ? 1 : 0, 1);
            if (!own) {
                out.bits(ops.dotReplica(dot), 64);
            }
            long age = head.clock() - ops.dotClock(dot);
            boolean near = age >= 0 && age < 1L << 40;
            out.bits(near ? 1 : 0, 1);
            if (near) {
                out.golomb(age, DOT_CLOCK_ORDER);
            } else {
                out.bits(ops.dotClock(dot), 64);
            }
            out.golomb(ops.dotIndex(dot), DOT_INDEX_ORDER);
        }
    }
}
