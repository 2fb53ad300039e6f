package worldmesh.world.delta;

import java.util.Arrays;
import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.BitWriter;
import worldmesh.world.bytes.ByteColumn;
import worldmesh.world.bytes.Utf8;
import worldmesh.world.component.RecordCodec;

/** Reads what {@link ColumnWriter} wrote into a buffer; malformed bits fail the reader. One use. */
final class ColumnReader {
    private static final int MAX_SHAPES = 1024;

    private final BatchHead head;
    private final BitReader in;
    private final OpBuffer out;
    private final ByteColumn.Budget budget = new ByteColumn.Budget(Columns.MAX_UNFOLDED_BYTES);
    private final int count;
    private int[] places = new int[0];
    private int first;
    private int uses;

    ColumnReader(BatchHead head, int count, BitReader in, OpBuffer out) {
        this.head = head;
        this.count = count;
        this.in = in;
        this.out = out;
    }

    /** Reads the ops; the buffer is meaningless if the reader failed. */
    void read() {
        table();
        int runs = in.count(0, count) + 1;
        for (int i = 0; i < runs && in.ok(); i++) {
            run();
        }
        if (out.size() != count) {
            in.fail();
        }
        int shapes = out.shapeCount();
        int[] ends = new int[shapes + 1];
        for (int i = 0; i < out.size() && in.ok(); i++) {
            ends[out.shape(i) + 1]++;
        }
        for (int i = 0; i < shapes; i++) {
            ends[i + 1] += ends[i];
        }
        int[] starts = Arrays.copyOf(ends, shapes);
        places = out.places();
        for (int i = 0; i < out.size() && in.ok(); i++) {
            places[starts[out.shape(i)]++] = i;
        }
        for (int i = 0; i < shapes && in.ok(); i++) {
            first = ends[i];
            uses = ends[i + 1] - first;
            column(i);
        }
    }

    private void table() {
        int[] components = new int[in.count(0, MAX_SHAPES)];
        for (int i = 0; i < components.length; i++) {
            components[i] = (int) in.bits(32);
        }
        int shapes = in.count(0, MAX_SHAPES) + 1;
        int width = BitWriter.width(components.length - 1L);
        for (int i = 0; i < shapes && in.ok(); i++) {
            int code = (int) in.bits(ColumnWriter.CODE_BITS);
            boolean named = Columns.hasComponent(code);
            int at = named ? (int) in.bits(components.length == 0 ? 0 : width) : 0;
            boolean known = code >= OpKind.SPAWN.code() && code <= OpKind.EXCLUDE.code();
            if (!known || (named && at >= components.length)) {
                in.fail();
                return;
            }
            out.addShape(code, named ? components[at] : 0);
        }
    }

    private void run() {
        long replica = in.bits(1) == 1 ? head.replica() : in.bits(64);
        int trust = (int) in.bits(2);
        int width = (int) in.bits(6);
        long serial = in.bits(Math.min(width, 62));
        if (width > 62) {
            in.fail();
        }
        int entities = in.count(ColumnWriter.RUN_ORDER, count) + 1;
        int order = (int) in.bits(ColumnWriter.GAP_ORDERS);
        int group = out.addGroup(replica, trust);
        int shapes = out.shapeCount() - 1;
        for (int i = 0; i < entities && in.ok(); i++) {
            serial += i == 0 ? 0 : in.golomb(order) + 1;
            if (serial >>> 62 != 0) {
                in.fail();
            }
            do {
                int shape = in.count(ColumnWriter.SHAPE_ORDER, shapes);
                if (out.size() == count) {
                    in.fail();
                } else {
                    out.addOp(shape, group, (serial << 2) | trust);
                }
            } while (in.ok() && in.bits(1) == 1);
        }
    }

    private void column(int shape) {
        switch (out.kind(shape)) {
            case SPAWN, DELETE -> {
                // Who is all there is to say.
            }
            case WRITE ->
                ByteColumn.decode(
                        uses,
                        RecordCodec.MAX_BYTES,
                        budget,
                        in,
                        (i, bytes, length) -> out.bytes(places[first + i], bytes, 0, length));
            case ADD -> amounts();
            case INCLUDE -> {
                texts();
                indices();
            }
            case EXCLUDE -> {
                texts();
                for (int i = 0; i < uses && in.ok(); i++) {
                    dots(places[first + i]);
                }
            }
            case CLAIM, LEAVE, ENTER, OFFER, ENTITLE, SPEND, PAINT, BIND, EDIT, SPLICE, ATTACH, UNKNOWN -> in.fail();
        }
    }

    private void amounts() {
        int width = (int) in.bits(ColumnWriter.AMOUNT_BITS);
        if (width > 64) {
            in.fail();
        }
        for (int i = 0; i < uses && in.ok(); i++) {
            long raw = in.bits(width);
            out.amount(places[first + i], raw >>> 1 ^ -(raw & 1));
        }
    }

    private void indices() {
        int width = (int) in.bits(ColumnWriter.INDEX_BITS);
        for (int i = 0; i < uses && in.ok(); i++) {
            long index = in.bits(width);
            if (index >= BatchContent.MAX_OPS) {
                in.fail();
            }
            out.index(places[first + i], (int) index);
        }
    }

    private void dots(int op) {
        int seen = in.count(0, OpCodec.MAX_SEEN);
        for (int i = 0; i < seen && in.ok(); i++) {
            long replica = in.bits(1) == 1 ? head.replica() : in.bits(64);
            boolean near = in.bits(1) == 1;
            long clock = near ? head.clock() - in.golomb(ColumnWriter.DOT_CLOCK_ORDER) : in.bits(64);
            out.addDot(op, replica, clock, in.count(ColumnWriter.DOT_INDEX_ORDER, BatchContent.MAX_OPS));
        }
    }

    private void texts() {
        ByteColumn.decode(uses, OpCodec.MAX_ELEMENT_BYTES, budget, in, (i, bytes, length) -> {
            if (!Utf8.isValid(bytes, 0, length)) {
                in.fail();
            }
            out.bytes(places[first + i], bytes, 0, length);
        });
    }
}
