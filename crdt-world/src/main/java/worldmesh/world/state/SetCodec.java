package worldmesh.world.state;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.BitWriter;
import worldmesh.world.bytes.ByteColumn;
import worldmesh.world.bytes.NumberColumn;
import worldmesh.world.component.CellKind;
import worldmesh.world.crdt.DotSet;

/** The sets of a column in a snapshot: docs/wire-world.md, "Snapshot". One use. */
final class SetCodec {
    private static final int MAX_TEXTS = 16 << 20;
    private static final int TEXTS_ORDER = 8;

    private final SetColumn column;
    private final Places places;
    private final NumberColumn counts = new NumberColumn();
    private final NumberColumn elements = new NumberColumn();
    private final NumberColumn writers = new NumberColumn();
    private final NumberColumn clocks = new NumberColumn();
    private final NumberColumn indices = new NumberColumn();
    private final NumberColumn outClocks = new NumberColumn();
    private final NumberColumn outIndices = new NumberColumn();
    private final long[] row = new long[6];
    private int[] ranks = new int[0];
    private long clock;
    private int index;

    SetCodec(SetColumn column, Places places) {
        this.column = column;
        this.places = places;
    }

    void encode(int[] slots, BitWriter out) {
        List<byte[]> texts = new ArrayList<>();
        rank(slots, texts);
        out.golomb(texts.size(), TEXTS_ORDER);
        if (!texts.isEmpty()) {
            ByteColumn.encode(texts, out);
        }
        int[] marks = new int[8];
        for (int slot : slots) {
            int count = 0;
            for (int at = column.first(slot); at >= 0; at = column.next(at)) {
                marks = count == marks.length ? Arrays.copyOf(marks, 2 * count) : marks;
                int place = count++;
                for (; place > 0 && compare(marks[place - 1], at) > 0; place--) {
                    marks[place] = marks[place - 1];
                }
                marks[place] = at;
                // Its exclusion is told with it.
                at = column.exclusion(at) >= 0 ? column.exclusion(at) : at;
            }
            counts.add(count);
            for (int i = 0; i < count; i++) {
                add(marks[i]);
            }
        }
        for (NumberColumn each : List.of(counts, elements, writers, clocks, indices, outClocks, outIndices)) {
            each.encode(out);
        }
    }

    /** Numbers the elements in use in their order. */
    private void rank(int[] slots, List<byte[]> texts) {
        ranks = new int[column.texts().size()];
        TreeMap<String, Integer> used = new TreeMap<>();
        for (int slot : slots) {
            for (int at = column.first(slot); at >= 0; at = column.next(at)) {
                int element = column.element(at);
                if (ranks[element] == 0) {
                    ranks[element] = 1;
                    used.put(column.text(element), element);
                }
            }
        }
        used.forEach((text, element) -> {
            ranks[element] = texts.size();
            texts.add(text.getBytes(StandardCharsets.UTF_8));
        });
    }

    private int compare(int one, int other) {
        int order = Integer.compare(ranks[column.element(one)], ranks[column.element(other)]);
        return order != 0 ? order : Integer.compare(places.of(column.writer(one)), places.of(column.writer(other)));
    }

    private void add(int mark) {
        boolean alone = column.isExclusion(mark);
        int out = alone ? mark : column.exclusion(mark);
        long in = alone ? 0 : column.clock(mark);
        int inIndex = alone ? 0 : column.index(mark);
        long gone = out < 0 ? 0 : column.clock(out);
        elements.add(ranks[column.element(mark)]);
        writers.add(places.of(column.writer(mark)));
        clocks.addSigned(in - clock);
        indices.addSigned((long) inIndex - index);
        // What was never excluded is 0; else mostly an inclusion that is excluded as it is.
        outClocks.add(gone == 0 ? 0 : ((in - gone) << 1) + 1);
        outIndices.add(out < 0 ? 0 : column.index(out));
        clock = in;
        index = inIndex;
    }

    void decode(int[] slots, CellKind kind, ByteColumn.Budget budget, BitReader in) {
        int size = in.count(TEXTS_ORDER, MAX_TEXTS);
        if (size > in.remainingBits()) {
            in.fail();
        }
        byte[][] texts =
                size == 0 || !in.ok() ? new byte[0][] : ByteColumn.decode(size, DotSet.MAX_ELEMENT_BYTES, budget, in);
        int[] palette = new int[texts.length];
        String before = null;
        for (int i = 0; i < palette.length && in.ok(); i++) {
            String text = new String(texts[i], StandardCharsets.UTF_8);
            boolean flag = kind != CellKind.ENABLE_WINS_FLAG || text.equals(DotSet.FLAG);
            boolean sound = flag && Arrays.equals(text.getBytes(StandardCharsets.UTF_8), texts[i]);
            if (!sound || (before != null && before.compareTo(text) >= 0)) {
                in.fail();
            }
            before = text;
            palette[i] = column.element(text);
        }
        int[] marks = Counts.decode(slots.length, in);
        int all = Counts.sum(marks);
        long[][] columns = new long[6][];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = NumberColumn.decode(all, in);
        }
        fill(slots, marks, palette, columns, in);
    }

    private void fill(int[] slots, int[] marks, int[] palette, long[][] columns, BitReader in) {
        column.roomFor(Counts.sum(marks));
        int at = 0;
        for (int i = 0; i < slots.length && in.ok(); i++) {
            column.touch(slots[i]);
            int last = SetColumn.NONE;
            for (int end = at + marks[i], first = at; at < end && in.ok(); at++) {
                if (at > first && !rises(columns, at)) {
                    in.fail();
                }
                last = mark(slots[i], last, palette, row(columns, at), in);
            }
        }
    }

    private long[] row(long[][] columns, int at) {
        for (int i = 0; i < row.length; i++) {
            row[i] = columns[i][at];
        }
        return row;
    }

    /** Appends a mark behind the last one; answers the new last one. */
    private int mark(int slot, int before, int[] palette, long[] row, BitReader in) {
        clock += NumberColumn.signed(row[2]);
        long inIndex = index + NumberColumn.signed(row[3]);
        if (!isKnown(row[0], palette) || !isIndex(inIndex) || !isIndex(row[5])) {
            in.fail();
            return before;
        }
        index = (int) inIndex;
        int element = palette[(int) row[0]];
        int writer = places.author(row[1], in);
        long outClock = row[4] == 0 ? 0 : clock - ((row[4] - 1) >> 1);
        int outIndex = (int) row[5];
        boolean excluded = isDot(outClock, outIndex);
        boolean included = !excluded || isDot(clock, index);
        boolean same = excluded && outClock == clock && outIndex == index;
        int last = before;
        if (included) {
            last = column.append(slot, last, same ? SetMarks.BOTH : SetMarks.IN, element, writer);
            column.date(last, clock, index);
        }
        if (excluded && !same) {
            last = column.append(slot, last, SetMarks.OUT, element, writer);
            column.date(last, outClock, outIndex);
        }
        return last;
    }

    private static boolean isKnown(long element, int[] palette) {
        return element >= 0 && element < palette.length;
    }

    private static boolean isDot(long clock, int index) {
        return clock != 0 || index != 0;
    }

    private static boolean isIndex(long index) {
        return index >= 0 && index <= Integer.MAX_VALUE;
    }

    /** Marks come by element, then replica. */
    private static boolean rises(long[][] columns, int at) {
        boolean same = columns[0][at] == columns[0][at - 1];
        return columns[0][at] > columns[0][at - 1] || (same && columns[1][at] > columns[1][at - 1]);
    }
}
