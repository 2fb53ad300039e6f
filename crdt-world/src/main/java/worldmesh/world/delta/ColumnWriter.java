package worldmesh.world.delta;

import java.util.Arrays;
import worldmesh.world.bytes.BitWriter;
import worldmesh.world.bytes.ByteColumn;

/**
 * Writes the plain ops of a batch as columns: who, in order of ids by their gaps; what, by the frequency of its shape;
 * and the values of each shape together. docs/wire-world.md, "Columns". Used again and again; not thread-safe.
 */
final class ColumnWriter {
    static final int GAP_ORDERS = 5;
    static final int RUN_ORDER = 5;
    static final int SHAPE_ORDER = 0;
    static final int CODE_BITS = 3;
    /** Ranks below have codes of at most 15 bits. */
    private static final int MOST_SHORT = 127;
    /** With more bits than these another entity's may not fit a long any more. */
    private static final int AT_ONCE = 36;

    static final int INDEX_BITS = 5;
    static final int AMOUNT_BITS = 7;
    static final int DOT_CLOCK_ORDER = 20;
    static final int DOT_INDEX_ORDER = 6;

    private final OpBuffer ops;
    private final BitWriter out = new BitWriter();
    private final OpOrder sorting = new OpOrder();
    private final ByteColumn.Room room = new ByteColumn.Room();
    private long author;
    private long clock;
    private int size;
    /** The ops as they will lie in the batch. */
    private int[] order = new int[0];
    /** Of the ops in that order: shapes, groups, and how far a serial number is above that of the one before. */
    private int[] shapeAt = new int[128];

    private int[] groupAt = new int[128];
    private long[] gaps = new long[128];
    /** Of a run, what its gaps above 0 are beyond 1. */
    private long[] steps = new long[128];

    private int stepCount;
    /** The ops by shape, each shape's in that order, and where those of each shape begin. */
    private int[] byShape = new int[128];

    private int[] starts = new int[9];
    /** Shapes by use, and the rank of each among them. */
    private int[] byUse = new int[8];

    private int[] ranks = new int[8];
    /** What is written of a shape by its rank, and how many bits that takes. */
    private long[] codes = new long[8];

    private int[] codeBits = new int[8];
    private int[] components = new int[8];
    private int componentCount;
    /** The ops of one shape, and where their bytes lie. */
    private int first;

    private int uses;
    private int[] offsets = new int[128];
    private int[] lengths = new int[128];

    ColumnWriter(OpBuffer ops) {
        this.ops = ops;
    }

    /** Writes the ops. */
    BitWriter write(long replica, long batchClock) {
        author = replica;
        clock = batchClock;
        out.reset();
        size = ops.size();
        order = sorting.of(ops);
        int shapes = ops.shapeCount();
        if (size > byShape.length) {
            byShape = new int[2 * size];
            shapeAt = new int[2 * size];
            groupAt = new int[2 * size];
            gaps = new long[2 * size];
            steps = new long[2 * size];
            offsets = new int[2 * size];
            lengths = new int[2 * size];
        }
        if (shapes > ranks.length) {
            byUse = new int[2 * shapes];
            ranks = new int[2 * shapes];
            codes = new long[2 * shapes];
            codeBits = new int[2 * shapes];
            components = new int[2 * shapes];
            starts = new int[2 * shapes + 1];
        }
        componentCount = 0;
        int used = rank(shapes, gather(shapes));
        table(used);
        runs();
        for (int i = 0; i < used; i++) {
            column(byUse[i]);
        }
        return out;
    }

    /** Counts the uses of each shape; answers how many are used. */
    private int gather(int shapes) {
        Arrays.fill(starts, 0, shapes + 1, 0);
        int used = 0;
        long before = 0;
        for (int i = 0; i < size; i++) {
            int op = order[i];
            int shape = ops.shape(op);
            shapeAt[i] = shape;
            groupAt[i] = ops.group(op);
            long serial = ops.counter(op) >>> 2;
            gaps[i] = serial - before;
            before = serial;
            if (starts[shape + 1]++ == 0) {
                byUse[used++] = shape;
            }
        }
        return used;
    }

    /** Orders the shapes by use, and by their first op where that is equal; answers how many are used. */
    private int rank(int shapes, int used) {
        for (int i = 1; i < used; i++) {
            int shape = byUse[i];
            int at = i;
            for (; at > 0 && starts[byUse[at - 1] + 1] < starts[shape + 1]; at--) {
                byUse[at] = byUse[at - 1];
            }
            byUse[at] = shape;
        }
        for (int i = 0; i < shapes; i++) {
            starts[i + 1] += starts[i];
            ranks[i] = starts[i];
        }
        for (int i = 0; i < size; i++) {
            byShape[ranks[shapeAt[i]]++] = order[i];
        }
        for (int i = 0; i < used; i++) {
            ranks[byUse[i]] = i;
            codes[i] = i < MOST_SHORT ? BitWriter.golombCode(i) : 0;
            codeBits[i] = BitWriter.golombBits(i, SHAPE_ORDER);
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
        if (ops.groupCount() == 1) {
            out.golomb(0, 0);
            run(0, size);
            return;
        }
        int runs = 0;
        for (int i = 0; i < size; i++) {
            runs += i == 0 || groupAt[i - 1] != groupAt[i] ? 1 : 0;
        }
        out.golomb(runs - 1L, 0);
        int from = 0;
        for (int i = 1; i <= size; i++) {
            if (i == size || groupAt[i - 1] != groupAt[i]) {
                run(from, i);
                from = i;
            }
        }
    }

    private void run(int from, int to) {
        int group = groupAt[from];
        boolean own = ops.replica(group) == author;
        out.bits(own ? 1 : 0, 1);
        if (!own) {
            out.bits(ops.replica(group), 64);
        }
        out.bits(ops.trust(group), 2);
        long serial = ops.counter(order[from]) >>> 2;
        int width = BitWriter.width(serial);
        out.bits(width, 6).bits(serial, width);
        int best = bestOrder(from, to);
        out.golomb(stepCount, RUN_ORDER).bits(best, GAP_ORDERS);
        entities(from, to, best);
    }

    /** The gaps and shapes of a run; as many bits as a long holds are gathered before they are written. */
    private void entities(int from, int to, int gapOrder) {
        long bits = 0;
        int count = 0;
        for (int i = from; i < to; i++) {
            if (count > AT_ONCE) {
                out.bits(bits, count);
                bits = 0;
                count = 0;
            }
            if (i > from && gaps[i] == 1 && gapOrder == 0) {
                bits |= 1L << count++;
            } else if (i > from && gaps[i] > 0) {
                out.bits(bits, count).golomb(gaps[i] - 1, gapOrder);
                bits = 0;
                count = 0;
            }
            int rank = ranks[shapeAt[i]];
            long more = i + 1 < to && gaps[i + 1] == 0 ? 1 : 0;
            if (rank < MOST_SHORT) {
                int width = codeBits[rank];
                bits |= (codes[rank] | more << width) << count;
                count += width + 1;
            } else {
                out.bits(bits, count).golomb(rank, SHAPE_ORDER).bits(more, 1);
                bits = 0;
                count = 0;
            }
        }
        out.bits(bits, count);
    }

    /** The lowest of the orders that take the fewest bits for the gaps of a run. */
    private int bestOrder(int from, int to) {
        long all = 0;
        long sum = 0;
        long least = 0;
        stepCount = 0;
        for (int i = from + 1; i < to; i++) {
            if (gaps[i] > 0) {
                long step = gaps[i] - 1;
                steps[stepCount++] = step;
                all |= step;
                sum += step;
                least += BitWriter.golombBits(step, 0);
            }
        }
        // Beyond the width of the greatest number a higher order costs each of them more.
        int orders = Math.min(1 << GAP_ORDERS, BitWriter.width(all) + 1);
        return orders == 1 ? 0 : bestNear(Math.min(orders - 1, BitWriter.width(sum / stepCount)), orders, least);
    }

    /** Looks downwards and upwards from a guess as far as a better order can be. */
    private int bestNear(int guess, int orders, long atZero) {
        int best = guess;
        long least = cost(guess);
        // An order saves each number at most its own bits.
        for (int k = guess - 1; k >= 0 && atZero - (long) k * stepCount <= least; k--) {
            long cost = cost(k);
            best = cost <= least ? k : best;
            least = Math.min(cost, least);
        }
        // No number takes less than one bit more than the order.
        for (int k = guess + 1; k < orders && (k + 1L) * stepCount < least; k++) {
            long cost = cost(k);
            best = cost < least ? k : best;
            least = Math.min(cost, least);
        }
        return best;
    }

    private long cost(int k) {
        long bits = 0;
        for (int i = 0; i < stepCount; i++) {
            bits += BitWriter.golombBits(steps[i], k);
        }
        return bits;
    }

    private void column(int shape) {
        first = starts[shape];
        uses = starts[shape + 1] - first;
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
                dots(byShape[first + i]);
            }
        }
    }

    private void bytes() {
        for (int i = 0; i < uses; i++) {
            offsets[i] = ops.start(byShape[first + i]);
            lengths[i] = ops.length(byShape[first + i]);
        }
        room.encode(ops.bytes(), offsets, lengths, uses, out);
    }

    private void amounts() {
        long all = 0;
        for (int i = 0; i < uses; i++) {
            all |= zigzag(ops.amount(byShape[first + i]));
        }
        int width = BitWriter.width(all);
        out.bits(width, AMOUNT_BITS);
        for (int i = 0; i < uses; i++) {
            out.bits(zigzag(ops.amount(byShape[first + i])), width);
        }
    }

    private static long zigzag(long amount) {
        return amount << 1 ^ amount >> 63;
    }

    private void indices() {
        int most = 0;
        for (int i = 0; i < uses; i++) {
            most = Math.max(most, ops.index(byShape[first + i]));
        }
        int width = BitWriter.width(most);
        out.bits(width, INDEX_BITS);
        long bits = 0;
        int count = 0;
        for (int i = 0; i < uses; i++) {
            if (count + width > Long.SIZE - Byte.SIZE) {
                out.bits(bits, count);
                bits = 0;
                count = 0;
            }
            bits |= (long) ops.index(byShape[first + i]) << count;
            count += width;
        }
        out.bits(bits, count);
    }

    private void dots(int op) {
        out.golomb(ops.endOfDots(op) - (long) ops.firstDot(op), 0);
        for (int dot = ops.firstDot(op); dot < ops.endOfDots(op); dot++) {
            boolean own = ops.dotReplica(dot) == author;
            out.bits(own ? 1 : 0, 1);
            if (!own) {
                out.bits(ops.dotReplica(dot), 64);
            }
            long age = clock - ops.dotClock(dot);
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
