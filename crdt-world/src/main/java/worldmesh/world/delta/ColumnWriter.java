package worldmesh.world.delta;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import worldmesh.world.bytes.BitWriter;
import worldmesh.world.bytes.ByteColumn;
import worldmesh.world.causal.Dot;
import worldmesh.world.entity.EntityId;

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

    private final long replica;
    private final long clock;
    private final List<Placed> ops;
    private final BitWriter out;
    private final Map<Shape, List<Placed>> shapes = new LinkedHashMap<>();
    private final List<Integer> components = new ArrayList<>();
    private final Map<Shape, Integer> order = new LinkedHashMap<>();

    /** An op and the index that names it. */
    record Placed(Op op, int index) {
        EntityId id() {
            return Columns.entity(op);
        }
    }

    /** A kind of op on a component; 0 where there is none. */
    record Shape(int code, int component) {
        static Shape of(Op op) {
            return new Shape(op.kind().code(), Columns.component(op));
        }
    }

    /** Writes ops that are in the order of {@link Columns#ORDER}, of a batch of this replica and clock. */
    ColumnWriter(BatchHead head, List<Placed> ops, BitWriter out) {
        this.replica = head.replica();
        this.clock = head.clock();
        this.ops = ops;
        this.out = out;
    }

    void write() {
        for (Placed placed : ops) {
            shapes.computeIfAbsent(Shape.of(placed.op()), shape -> new ArrayList<>())
                    .add(placed);
        }
        List<Shape> byUse = new ArrayList<>(shapes.keySet());
        byUse.sort((one, other) -> Integer.compare(uses(other), uses(one)));
        for (Shape shape : byUse) {
            order.put(shape, order.size());
            if (Columns.hasComponent(shape.code()) && !components.contains(shape.component())) {
                components.add(shape.component());
            }
        }
        table(byUse);
        runs();
        byUse.forEach(this::column);
    }

    private int uses(Shape shape) {
        List<Placed> found = shapes.get(shape);
        return found == null ? 0 : found.size();
    }

    private void table(List<Shape> byUse) {
        out.golomb(components.size(), 0);
        components.forEach(component -> out.bits(component, 32));
        out.golomb(byUse.size() - 1L, 0);
        int width = BitWriter.width(components.size() - 1L);
        for (Shape shape : byUse) {
            out.bits(shape.code(), CODE_BITS);
            if (Columns.hasComponent(shape.code())) {
                out.bits(components.indexOf(shape.component()), width);
            }
        }
    }

    /** Ops of entities of one replica and trust, one run after the other. */
    private void runs() {
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < ops.size(); i++) {
            if (i == 0 || !Columns.sameRun(ops.get(i - 1).id(), ops.get(i).id())) {
                starts.add(i);
            }
        }
        out.golomb(starts.size() - 1L, 0);
        for (int i = 0; i < starts.size(); i++) {
            run(starts.get(i), i + 1 == starts.size() ? ops.size() : starts.get(i + 1));
        }
    }

    private void run(int from, int to) {
        EntityId first = ops.get(from).id();
        out.bits(first.replica() == replica ? 1 : 0, 1);
        if (first.replica() != replica) {
            out.bits(first.replica(), 64);
        }
        out.bits(first.trust().code(), 2);
        long serial = first.counter() >>> 2;
        int width = BitWriter.width(serial);
        out.bits(width, 6).bits(serial, width);
        int best = bestOrder(from, to);
        long entities = 1;
        for (int i = from + 1; i < to; i++) {
            entities += gap(i) > 0 ? 1 : 0;
        }
        out.golomb(entities - 1, RUN_ORDER).bits(best, GAP_ORDERS);
        for (int i = from; i < to; i++) {
            if (i > from && gap(i) > 0) {
                out.golomb(gap(i) - 1, best);
            }
            shape(i);
            out.bits(i + 1 < to && gap(i + 1) == 0 ? 1 : 0, 1);
        }
    }

    private int bestOrder(int from, int to) {
        long[] cost = new long[1 << GAP_ORDERS];
        for (int i = from + 1; i < to; i++) {
            for (int k = 0; k < cost.length && gap(i) > 0; k++) {
                cost[k] += BitWriter.golombBits(gap(i) - 1, k);
            }
        }
        int best = 0;
        for (int k = 1; k < cost.length; k++) {
            best = cost[k] < cost[best] ? k : best;
        }
        return best;
    }

    private long gap(int i) {
        return (ops.get(i).id().counter() >>> 2) - (ops.get(i - 1).id().counter() >>> 2);
    }

    private void shape(int i) {
        Integer at = order.get(Shape.of(ops.get(i).op()));
        out.golomb(at == null ? 0 : at, SHAPE_ORDER);
    }

    private void column(Shape shape) {
        List<Placed> column = shapes.getOrDefault(shape, List.of());
        OpKind kind = OpKind.ofCode(shape.code());
        if (kind == OpKind.WRITE) {
            List<byte[]> values = new ArrayList<>();
            column.forEach(placed -> values.add(((Op.Write) placed.op()).value().array()));
            ByteColumn.encode(values, out);
        } else if (kind == OpKind.ADD) {
            amounts(column);
        } else if (kind == OpKind.INCLUDE) {
            texts(column);
            indices(column);
        } else if (kind == OpKind.EXCLUDE) {
            texts(column);
            column.forEach(placed -> dots(((Op.Exclude) placed.op()).seen()));
        }
    }

    private void amounts(List<Placed> column) {
        long all = 0;
        for (Placed placed : column) {
            all |= zigzag(placed);
        }
        int width = BitWriter.width(all);
        out.bits(width, AMOUNT_BITS);
        column.forEach(placed -> out.bits(zigzag(placed), width));
    }

    private static long zigzag(Placed placed) {
        long amount = ((Op.Add) placed.op()).amount();
        return amount << 1 ^ amount >> 63;
    }

    private void texts(List<Placed> column) {
        List<byte[]> values = new ArrayList<>();
        for (Placed placed : column) {
            values.add(Columns.element(placed.op()).getBytes(StandardCharsets.UTF_8));
        }
        ByteColumn.encode(values, out);
    }

    private void indices(List<Placed> column) {
        int most = 0;
        for (Placed placed : column) {
            most = Math.max(most, placed.index());
        }
        int width = BitWriter.width(most);
        out.bits(width, INDEX_BITS);
        column.forEach(placed -> out.bits(placed.index(), width));
    }

    private void dots(List<Dot> seen) {
        out.golomb(seen.size(), 0);
        for (Dot dot : seen) {
            out.bits(dot.replica() == replica ? 1 : 0, 1);
            if (dot.replica() != replica) {
                out.bits(dot.replica(), 64);
            }
            long age = clock - dot.sequence();
            boolean near = age >= 0 && age < 1L << 40;
            out.bits(near ? 1 : 0, 1);
            if (near) {
                out.golomb(age, DOT_CLOCK_ORDER);
            } else {
                out.bits(dot.sequence(), 64);
            }
            out.golomb(dot.index(), DOT_INDEX_ORDER);
        }
    }
}
