package worldmesh.world.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.BitWriter;
import worldmesh.world.bytes.ByteColumn;
import worldmesh.world.component.CellKind;
import worldmesh.world.crdt.Cell;
import worldmesh.world.crdt.DotSet;
import worldmesh.world.delta.OpBuffer;

/**
 * Add-wins sets and flags: for each a chain of marks. A mark says of one element and replica the last inclusion, or
 * the last that was excluded, which then follows at once, or that these are one and the same, as they are when an
 * element was taken out and not put in again. Elements are texts that are kept once for the column.
 */
final class SetColumn extends CellColumn {
    static final int NONE = -1;
    /** A cell that was made but in which nothing was said. */
    private static final int EMPTY = -2;

    private static final byte[] FLAG = new byte[0];

    private final CellKind kind;
    private final Authors authors;
    private int[] heads = new int[0];
    private final SetMarks marks = new SetMarks();
    private final Texts texts = new Texts();
    /** Room for the elements of one set. */
    private int[] present = new int[8];

    SetColumn(int component, CellKind kind, Authors authors) {
        super(component);
        this.kind = kind;
        this.authors = authors;
    }

    @Override
    void reserve(int slots) {
        int before = heads.length;
        if (slots > before) {
            heads = Arrays.copyOf(heads, longer(before, slots));
            Arrays.fill(heads, before, heads.length, NONE);
        }
    }

    @Override
    boolean has(int slot) {
        return heads[slot] != NONE;
    }

    @Override
    long look(int slot) {
        int head = heads[slot];
        return head < 0 ? 0 : marks.clock(head);
    }

    /** The number of an element, given to it if it has none. */
    int element(byte[] from, int offset, int length) {
        int number = texts.find(from, offset, length);
        return number >= 0 ? number : texts.add(Arrays.copyOfRange(from, offset, offset + length));
    }

    int element(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return element(utf8, 0, utf8.length);
    }

    /** The elements by their numbers. */
    Texts texts() {
        return texts;
    }

    String text(int element) {
        return texts.text(element);
    }

    /** The first mark of a slot, below 0 for none. */
    int first(int slot) {
        return heads[slot];
    }

    int next(int mark) {
        return marks.next(mark);
    }

    int element(int mark) {
        return marks.element(mark);
    }

    int writer(int mark) {
        return marks.writer(mark);
    }

    int index(int mark) {
        return marks.index(mark);
    }

    long clock(int mark) {
        return marks.clock(mark);
    }

    /** True if the mark is an inclusion that is newer than what was excluded of its replica. */
    boolean holds(int mark) {
        if (marks.kind(mark) != SetMarks.IN) {
            return false;
        }
        int out = exclusion(mark);
        return out == NONE || newer(clock(mark), index(mark), clock(out), index(out));
    }

    /** The exclusion that belongs to an inclusion, which may be the same mark; below 0 for none. */
    int exclusion(int mark) {
        if (marks.kind(mark) == SetMarks.BOTH) {
            return mark;
        }
        int next = next(mark);
        boolean belongs = next >= 0 && isExclusion(next) && marks.isOf(next, element(mark), writer(mark));
        return belongs ? next : NONE;
    }

    static boolean newer(long clock, int index, long thanClock, int thanIndex) {
        int order = Long.compareUnsigned(clock, thanClock);
        return order > 0 || (order == 0 && index > thanIndex);
    }

    /** Makes the cell though nothing is said in it. */
    void touch(int slot) {
        if (heads[slot] == NONE) {
            heads[slot] = EMPTY;
        }
    }

    /** The last mark before the first that is of an element and replica, or before the end. */
    private int before(int slot, int element, int writer) {
        int before = NONE;
        for (int at = heads[slot]; at >= 0 && !marks.isOf(at, element, writer); at = next(at)) {
            before = at;
        }
        return before;
    }

    private int after(int slot, int before) {
        return Math.max(before < 0 ? heads[slot] : next(before), NONE);
    }

    /** The element joins the set under a dot. */
    void include(int slot, int element, int writer, long clock, int index) {
        touch(slot);
        int before = before(slot, element, writer);
        int at = after(slot, before);
        if (at < 0) {
            marks.date(insert(slot, before, SetMarks.IN, element, writer), clock, index);
            return;
        }
        int order = order(clock, index, at);
        switch (marks.kind(at)) {
            case SetMarks.IN -> {
                if (order > 0) {
                    marks.date(at, clock, index);
                }
            }
            case SetMarks.OUT -> {
                if (order == 0) {
                    marks.kind(at, SetMarks.BOTH);
                } else {
                    marks.date(insert(slot, before, SetMarks.IN, element, writer), clock, index);
                }
            }
            default -> {
                if (order > 0) {
                    part(slot, at);
                    marks.date(at, clock, index);
                }
            }
        }
    }

    /** The element's inclusions by the replica up to a dot are excluded. */
    void exclude(int slot, int element, int writer, long clock, int index) {
        touch(slot);
        if (!newer(clock, index, 0, 0)) {
            return;
        }
        int before = before(slot, element, writer);
        int at = after(slot, before);
        if (at < 0) {
            marks.date(insert(slot, before, SetMarks.OUT, element, writer), clock, index);
            return;
        }
        int order = order(clock, index, at);
        switch (marks.kind(at)) {
            case SetMarks.IN -> exclude(slot, at, clock, index);
            case SetMarks.OUT -> {
                if (order > 0) {
                    marks.date(at, clock, index);
                }
            }
            default -> {
                if (order > 0) {
                    marks.date(part(slot, at), clock, index);
                }
            }
        }
    }

    private void exclude(int slot, int inclusion, long clock, int index) {
        int out = exclusion(inclusion);
        if (out >= 0 && order(clock, index, out) <= 0) {
            return;
        }
        if (order(clock, index, inclusion) == 0) {
            marks.kind(inclusion, SetMarks.BOTH);
            if (out >= 0) {
                marks.follow(inclusion, next(out));
                marks.release(out);
            }
            return;
        }
        int at = out;
        if (at < 0) {
            at = insert(slot, inclusion, SetMarks.OUT, element(inclusion), writer(inclusion));
        }
        marks.date(at, clock, index);
    }

    private int order(long clock, int index, int mark) {
        int order = Long.compareUnsigned(clock, clock(mark));
        return order == 0 ? Integer.compare(index, index(mark)) : order;
    }

    /** Parts what is both into the inclusion and, behind it, the exclusion, which is answered. */
    private int part(int slot, int mark) {
        marks.kind(mark, SetMarks.IN);
        int out = insert(slot, mark, SetMarks.OUT, element(mark), writer(mark));
        marks.date(out, clock(mark), index(mark));
        return out;
    }

    /** A new mark behind one, below 0 for the first; its date is to be said yet. */
    private int insert(int slot, int before, int kind, int element, int writer) {
        int fresh = marks.take(after(slot, before));
        marks.name(fresh, kind, element, writer);
        if (before < 0) {
            heads[slot] = fresh;
        } else {
            marks.follow(before, fresh);
        }
        return fresh;
    }

    /** Makes room for so many more. */
    void roomFor(int more) {
        marks.reserve(more);
    }

    /** True if the element is in the set. */
    boolean contains(int slot, int element) {
        for (int at = heads[slot]; at >= 0; at = next(at)) {
            if (element(at) == element && holds(at)) {
                return true;
            }
        }
        return false;
    }

    /** Adds to an exclusion the dots that hold its element in the set, by unsigned replica id. */
    void nameSeen(int slot, OpBuffer ops, int op) {
        int element = texts.find(ops.bytes(), ops.start(op), ops.length(op));
        for (int at = heads[slot]; at >= 0 && element >= 0; at = next(at)) {
            if (element(at) == element && holds(at)) {
                ops.addDot(op, authors.id(writer(at)), clock(at), index(at));
            }
        }
        ops.sortDots(op);
    }

    /** True if the element is in the set. */
    boolean contains(int slot, byte[] utf8) {
        int element = texts.find(utf8, 0, utf8.length);
        return element >= 0 && contains(slot, element);
    }

    @Override
    @Nullable Cell cell(int slot) {
        if (heads[slot] == NONE) {
            return null;
        }
        DotSet out = new DotSet(kind);
        for (int at = heads[slot]; at >= 0; at = next(at)) {
            boolean included = marks.kind(at) != SetMarks.OUT;
            boolean excluded = marks.kind(at) != SetMarks.IN;
            long in = included ? clock(at) : 0;
            int inIndex = included ? index(at) : 0;
            long gone = excluded ? clock(at) : 0;
            int goneIndex = excluded ? index(at) : 0;
            out.mark(text(element(at)), new DotSet.Mark(authors.id(writer(at)), in, inIndex, gone, goneIndex));
        }
        return out;
    }

    @Override
    void join(int slot, Cell other) {
        touch(slot);
        ((DotSet) other).each((text, mark) -> {
            int element = element(text);
            int writer = authors.of(mark.replica());
            boolean excludes = newer(mark.outClock(), mark.outIndex(), 0, 0);
            if (!excludes || newer(mark.inClock(), mark.inIndex(), 0, 0)) {
                include(slot, element, writer, mark.inClock(), mark.inIndex());
            }
            exclude(slot, element, writer, mark.outClock(), mark.outIndex());
        });
    }

    @Override
    void drop(int slot) {
        for (int at = heads[slot]; at >= 0; ) {
            int next = next(at);
            marks.release(at);
            at = next;
        }
        heads[slot] = NONE;
    }

    @Override
    void settle(int slot, SettledBelow cut) {
        // Whatever an exclusion below the cut is about came before it: it has done its work.
        int before = NONE;
        int at = heads[slot];
        while (at >= 0) {
            int out = isExclusion(at) ? at : exclusion(at);
            int next = next(out == NONE ? at : out);
            if (out == NONE || !cut.covers(writer(out), clock(out))) {
                before = out == NONE ? at : out;
            } else if (out != at && holds(at)) {
                marks.follow(at, next);
                marks.release(out);
                before = at;
            } else {
                link(slot, before, next);
                marks.release(at);
                if (out != at) {
                    marks.release(out);
                }
            }
            at = next;
        }
    }

    @Override
    int unsettled(int slot) {
        int exclusions = 0;
        for (int at = heads[slot]; at >= 0; at = next(at)) {
            exclusions += marks.kind(at) != SetMarks.IN ? 1 : 0;
        }
        return exclusions;
    }

    private void link(int slot, int before, int next) {
        if (before >= 0) {
            marks.follow(before, next);
        } else {
            heads[slot] = next >= 0 ? next : EMPTY;
        }
    }

    @Override
    long newestClock(int slot) {
        long newest = 0;
        for (int at = heads[slot]; at >= 0; at = next(at)) {
            boolean counts = marks.kind(at) != SetMarks.IN || holds(at);
            newest = counts && Long.compareUnsigned(clock(at), newest) > 0 ? clock(at) : newest;
        }
        return newest;
    }

    @Override
    void writeValue(int slot, ByteWriter out) {
        if (kind == CellKind.ENABLE_WINS_FLAG) {
            int flag = texts.find(FLAG, 0, 0);
            out.u8(flag >= 0 && contains(slot, flag) ? 1 : 0);
            return;
        }
        int count = 0;
        for (int at = heads[slot]; at >= 0; at = next(at)) {
            count = holds(at) ? insert(element(at), count) : count;
        }
        out.varint(count);
        for (int i = 0; i < count; i++) {
            out.block(texts.utf8(present[i]));
        }
    }

    /** Inserts an element into those present, which are in order; answers how many they are. */
    private int insert(int element, int count) {
        if (count == present.length) {
            present = Arrays.copyOf(present, 2 * count);
        }
        int at = count;
        for (; at > 0 && texts.compare(present[at - 1], element) >= 0; at--) {
            if (present[at - 1] == element) {
                return count;
            }
        }
        System.arraycopy(present, at, present, at + 1, count - at);
        present[at] = element;
        return count + 1;
    }

    @Override
    boolean fits(int slot, Places places) {
        for (int at = heads[slot]; at >= 0; at = next(at)) {
            if (places.of(writer(at)) < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    void encode(int[] slots, Places places, BitWriter out) {
        new SetCodec(this, places).encode(slots, out);
    }

    @Override
    void decode(int[] slots, Places places, ByteColumn.Budget budget, BitReader in) {
        new SetCodec(this, places).decode(slots, kind, budget, in);
    }

    /** True if the mark is an exclusion and no inclusion. */
    boolean isExclusion(int mark) {
        return marks.kind(mark) == SetMarks.OUT;
    }

    /** Appends a mark to a chain of which the last one is given, below 0 for the first; answers the new last one. */
    int append(int slot, int last, int kind, int element, int writer) {
        int fresh = marks.take(NONE);
        marks.name(fresh, kind, element, writer);
        if (last < 0) {
            heads[slot] = fresh;
        } else {
            marks.follow(last, fresh);
        }
        return fresh;
    }

    /** Says when a mark was made. */
    void date(int mark, long clock, int index) {
        marks.date(mark, clock, index);
    }
}
