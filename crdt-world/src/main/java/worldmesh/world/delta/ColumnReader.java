package worldmesh.world.delta;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.BitWriter;
import worldmesh.world.bytes.ByteColumn;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.Dot;
import worldmesh.world.component.RecordCodec;
import worldmesh.world.entity.EntityId;

/** Reads what {@link ColumnWriter} wrote; malformed bits fail the reader. One use. */
final class ColumnReader {
    private static final int MAX_SHAPES = 1024;

    private final BatchHead head;
    private final BitReader in;
    private final ByteColumn.Budget budget = new ByteColumn.Budget(Columns.MAX_UNFOLDED_BYTES);
    private final EntityId[] ids;
    private final int[] shapeOf;
    private final Op[] ops;
    private final int[] indices;
    private int[] components = new int[0];
    private ColumnWriter.Shape[] shapes = new ColumnWriter.Shape[0];
    private int found;

    ColumnReader(BatchHead head, int count, BitReader in) {
        this.head = head;
        this.in = in;
        this.ids = new EntityId[count];
        this.shapeOf = new int[count];
        this.ops = new Op[count];
        this.indices = new int[count];
    }

    /** The ops with their indices; meaningless if the reader failed. */
    List<ColumnWriter.Placed> read() {
        table();
        int runs = in.count(0, ids.length) + 1;
        for (int i = 0; i < runs && in.ok(); i++) {
            run();
        }
        if (found != ids.length) {
            in.fail();
        }
        int[] uses = new int[shapes.length];
        for (int shape : shapeOf) {
            uses[Math.min(shape, uses.length - 1)]++;
        }
        for (int i = 0; i < shapes.length && in.ok(); i++) {
            column(i, places(i, uses[i]));
        }
        List<ColumnWriter.Placed> out = new ArrayList<>(ids.length);
        for (int i = 0; i < ids.length && in.ok(); i++) {
            out.add(new ColumnWriter.Placed(ops[i], indices[i]));
        }
        return out;
    }

    private void table() {
        components = new int[in.count(0, MAX_SHAPES)];
        for (int i = 0; i < components.length; i++) {
            components[i] = (int) in.bits(32);
        }
        shapes = new ColumnWriter.Shape[in.count(0, MAX_SHAPES) + 1];
        int width = BitWriter.width(components.length - 1L);
        for (int i = 0; i < shapes.length; i++) {
            int code = (int) in.bits(ColumnWriter.CODE_BITS);
            int at = Columns.hasComponent(code) ? (int) in.bits(components.length == 0 ? 0 : width) : 0;
            boolean known = code >= OpKind.SPAWN.code() && code <= OpKind.EXCLUDE.code();
            boolean named = !Columns.hasComponent(code) || at < components.length;
            if (!known || !named) {
                in.fail();
            }
            shapes[i] = new ColumnWriter.Shape(code, named && Columns.hasComponent(code) ? components[at] : 0);
        }
    }

    private void run() {
        long replica = in.bits(1) == 1 ? head.replica() : in.bits(64);
        long trust = in.bits(2);
        int width = (int) in.bits(6);
        long serial = in.bits(Math.min(width, 62));
        if (width > 62) {
            in.fail();
        }
        int entities = in.count(ColumnWriter.RUN_ORDER, ids.length) + 1;
        int order = (int) in.bits(ColumnWriter.GAP_ORDERS);
        for (int i = 0; i < entities && in.ok(); i++) {
            serial += i == 0 ? 0 : in.golomb(order) + 1;
            if (serial >>> 62 != 0) {
                in.fail();
            }
            EntityId id = new EntityId(replica, serial << 2 | trust);
            do {
                int shape = in.count(ColumnWriter.SHAPE_ORDER, shapes.length - 1);
                if (found == ids.length) {
                    in.fail();
                } else {
                    ids[found] = id;
                    shapeOf[found++] = shape;
                }
            } while (in.ok() && in.bits(1) == 1);
        }
    }

    private int[] places(int shape, int uses) {
        int[] places = new int[uses];
        int next = 0;
        for (int i = 0; i < shapeOf.length; i++) {
            if (shapeOf[i] == shape) {
                places[next++] = i;
            }
        }
        return next == uses ? places : Arrays.copyOf(places, next);
    }

    private void column(int shape, int[] places) {
        int component = shapes[shape].component();
        OpKind kind = OpKind.ofCode(shapes[shape].code());
        if (kind == null) {
            in.fail();
            return;
        }
        switch (kind) {
            case SPAWN -> {
                for (int at : places) {
                    ops[at] = new Op.Spawn(ids[at]);
                }
            }
            case DELETE -> {
                for (int at : places) {
                    ops[at] = new Op.Delete(ids[at], null);
                }
            }
            case WRITE -> {
                byte[][] values = ByteColumn.decode(places.length, RecordCodec.MAX_BYTES, budget, in);
                for (int i = 0; i < places.length; i++) {
                    ops[places[i]] = new Op.Write(ids[places[i]], component, null, 0, Payload.wrap(values[i]));
                }
            }
            case ADD -> {
                int width = (int) in.bits(ColumnWriter.AMOUNT_BITS);
                for (int at : places) {
                    ops[at] = new Op.Add(ids[at], component, amount(width));
                }
            }
            case INCLUDE -> includes(component, places);
            case EXCLUDE -> excludes(component, places);
            case CLAIM, LEAVE, ENTER, OFFER, ENTITLE, SPEND, PAINT, BIND, EDIT, UNKNOWN -> in.fail();
        }
    }

    private long amount(int width) {
        if (width > 64) {
            in.fail();
            return 0;
        }
        long raw = in.bits(width);
        return raw >>> 1 ^ -(raw & 1);
    }

    private void includes(int component, int[] places) {
        String[] elements = texts(places.length);
        int width = (int) in.bits(ColumnWriter.INDEX_BITS);
        for (int i = 0; i < places.length; i++) {
            ops[places[i]] = new Op.Include(ids[places[i]], component, elements[i]);
            long index = in.bits(width);
            if (index >= BatchContent.MAX_OPS) {
                in.fail();
            }
            indices[places[i]] = (int) index;
        }
    }

    private void excludes(int component, int[] places) {
        String[] elements = texts(places.length);
        for (int i = 0; i < places.length && in.ok(); i++) {
            int count = in.count(0, OpCodec.MAX_SEEN);
            List<Dot> seen = new ArrayList<>();
            for (int j = 0; j < count && in.ok(); j++) {
                long replica = in.bits(1) == 1 ? head.replica() : in.bits(64);
                boolean near = in.bits(1) == 1;
                long sequence = near ? head.clock() - in.golomb(ColumnWriter.DOT_CLOCK_ORDER) : in.bits(64);
                seen.add(new Dot(replica, sequence, in.count(ColumnWriter.DOT_INDEX_ORDER, BatchContent.MAX_OPS)));
            }
            ops[places[i]] = new Op.Exclude(ids[places[i]], component, elements[i], seen);
        }
    }

    private String[] texts(int count) {
        byte[][] raw = ByteColumn.decode(count, OpCodec.MAX_ELEMENT_BYTES, budget, in);
        String[] out = new String[count];
        for (int i = 0; i < count; i++) {
            out[i] = new String(raw[i], StandardCharsets.UTF_8);
            if (!Arrays.equals(out[i].getBytes(StandardCharsets.UTF_8), raw[i])) {
                in.fail();
            }
        }
        return out;
    }
}
