package worldmesh.world.delta;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.BitWriter;
import worldmesh.world.bytes.ByteColumn;
import worldmesh.world.bytes.Utf8;
import worldmesh.world.component.RecordCodec;

/**
 * Reads what {@link ColumnWriter} wrote into a buffer; malformed bits fail the reader. Used again and again; not
 * thread-safe.
 */
final class ColumnReader {
    private static final int MAX_SHAPES = 1024;

    private final OpBuffer out;
    private final BitReader in = new BitReader(new byte[0], 0, 0);
    private final ByteColumn.Room room = new ByteColumn.Room();
    private final ByteColumn.Budget budget = new ByteColumn.Budget(Columns.MAX_UNFOLDED_BYTES);
    private final ByteColumn.Sink values = this::value;
    private final ByteColumn.Sink texts = this::text;
    private long author;
    private long clock;
    private int count;
    private int[] components = new int[8];
    private int componentCount;
    private int first;
    private int uses;

    ColumnReader(OpBuffer out) {
        this.out = out;
    }

    /** Reads so many ops from these bytes up to an end; the buffer is meaningless if it answers false. */
    boolean read(long replica, long batchClock, int ops, ByteReader from, int end) {
        author = replica;
        clock = batchClock;
        count = ops;
        budget.reset(Columns.MAX_UNFOLDED_BYTES);
        in.over(from.array(), from.position(), end);
        table();
        int runs = in.count(0, count) + 1;
        for (int i = 0; i < runs && in.ok(); i++) {
            run();
        }
        if (out.size() != count) {
            in.fail();
        }
        if (in.ok()) {
            out.sortByShape();
        }
        for (int i = 0; i < out.shapeCount() && in.ok(); i++) {
            first = out.firstOf(i);
            uses = out.endOf(i) - first;
            column(i);
        }
        return in.complete();
    }

    private void table() {
        componentCount = in.count(0, MAX_SHAPES);
        if (componentCount > components.length) {
            components = new int[2 * componentCount];
        }
        for (int i = 0; i < componentCount; i++) {
            components[i] = (int) in.bits(32);
        }
        int shapes = in.count(0, MAX_SHAPES) + 1;
        int width = BitWriter.width(componentCount - 1L);
        for (int i = 0; i < shapes && in.ok(); i++) {
            int code = (int) in.bits(ColumnWriter.CODE_BITS);
            boolean named = Columns.hasComponent(code);
            int at = named ? (int) in.bits(componentCount == 0 ? 0 : width) : 0;
            boolean known = code >= OpKind.SPAWN.code() && code <= OpKind.EXCLUDE.code();
            if (!known || (named && at >= componentCount)) {
                in.fail();
                return;
            }
            out.addShape(code, named ? components[at] : 0);
        }
    }

    private void run() {
        long replica = in.bits(1) == 1 ? author : in.bits(64);
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
            case WRITE -> room.decode(uses, RecordCodec.MAX_BYTES, budget, in, values);
            case ADD -> amounts();
            case INCLUDE -> {
                texts();
                indices();
            }
            case EXCLUDE -> {
                texts();
                for (int i = 0; i < uses && in.ok(); i++) {
                    dots(out.ofShape(first + i));
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
            out.amount(out.ofShape(first + i), raw >>> 1 ^ -(raw & 1));
        }
    }

    private void indices() {
        int width = (int) in.bits(ColumnWriter.INDEX_BITS);
        for (int i = 0; i < uses && in.ok(); i++) {
            long index = in.bits(width);
            if (index >= BatchContent.MAX_OPS) {
                in.fail();
            }
            out.index(out.ofShape(first + i), (int) index);
        }
    }

    private void dots(int op) {
        int seen = in.count(0, OpCodec.MAX_SEEN);
        for (int i = 0; i < seen && in.ok(); i++) {
            long replica = in.bits(1) == 1 ? author : in.bits(64);
            boolean near = in.bits(1) == 1;
            long made = near ? clock - in.golomb(ColumnWriter.DOT_CLOCK_ORDER) : in.bits(64);
            out.addDot(op, replica, made, in.count(ColumnWriter.DOT_INDEX_ORDER, BatchContent.MAX_OPS));
        }
    }

    private void texts() {
        room.decode(uses, OpCodec.MAX_ELEMENT_BYTES, budget, in, texts);
    }

    private void value(int i, byte[] bytes, int length) {
        out.bytes(out.ofShape(first + i), bytes, 0, length);
    }

    private void text(int i, byte[] bytes, int length) {
        if (!Utf8.isValid(bytes, 0, length)) {
            in.fail();
        }
        out.bytes(out.ofShape(first + i), bytes, 0, length);
    }
}
