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
 * the last that was excluded, which then follows at once. Elements are texts that are kept once for the column.
 */
final class SetColumn extends CellColumn {
    static final int NONE = -1;
    private static final int DOT = 1;
    private static final int CLOCK = 2;
    private static final long LOW = 0xFFFF_FFFFL;
    /** A cell that was made but in which nothing was said. */
    private static final int EMPTY = -2;

    private static final byte[] FLAG = new byte[0];

    private final CellKind kind;
    private final Authors authors;
    private int[] heads = new int[0];
    /**
     * Of each mark, side by side: above 32 bits what it says, the element's number twice and one more for an exclusion,
     * below the next mark; its writer above its index; its clock.
     */
    private final Triples marks = new Triples();

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
        return head < 0 ? 0 : marks.get(head, 0);
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
        return (int) marks.get(mark, 0);
    }

    private void follow(int mark, int next) {
        marks.set(mark, 0, (marks.get(mark, 0) & ~LOW) | (next & LOW));
    }

    /** What a mark says: the element's number twice, and one more for an exclusion. */
    private int said(int mark) {
        return (int) (marks.get(mark, 0) >>> 32);
    }

    int element(int mark) {
        return said(mark) >> 1;
    }

    int writer(int mark) {
        return (int) (marks.get(mark, DOT) >>> 32);
    }

    int index(int mark) {
        return (int) marks.get(mark, DOT);
    }

    long clock(int mark) {
        return marks.get(mark, CLOCK);
    }

    private void name(int mark, int what, int writer, int next) {
        marks.set(mark, 0, (long) what << 32 | (next & LOW));
        marks.set(mark, DOT, (long) writer << 32);
    }

    /** True if the mark is an inclusion that is newer than what was excluded of its replica. */
    boolean holds(int mark) {
        if ((said(mark) & 1) != 0) {
            return false;
        }
        int out = exclusion(mark);
        return out == NONE || newer(clock(mark), index(mark), clock(out), index(out));
    }

    /** The exclusion that belongs to an inclusion, below 0 for none. */
    int exclusion(int mark) {
        int next = next(mark);
        boolean belongs = next >= 0 && said(next) == said(mark) + 1 && writer(next) == writer(mark);
        return belongs ? next : NONE;
    }

    static boolean newer(long clock, int index, long thanClock, int thanIndex) {
        int order = Long.compareUnsigned(clock, thanClock);
        return order > 0 || (order == 0 && index > thanIndex);
    }

    /** The element joins the set under a dot. */
    void include(int slot, int element, int writer, long clock, int index) {
        say(slot, 2 * element, writer, clock, index);
    }

    /** The element's inclusions by the replica up to a dot are excluded. */
    void exclude(int slot, int element, int writer, long clock, int index) {
        say(slot, 2 * element + 1, writer, clock, index);
    }

    /** Makes the cell though nothing is said in it. */
    void touch(int slot) {
        if (heads[slot] == NONE) {
            heads[slot] = EMPTY;
        }
    }

    private void say(int slot, int what, int writer, long clock, int index) {
        touch(slot);
        int before = NONE;
        int at = heads[slot];
        while (at >= 0 && (writer(at) != writer || element(at) != (what >> 1))) {
            before = at;
            at = next(at);
        }
        if (at >= 0 && said(at) < what) {
            // The exclusion stands behind its inclusion.
            before = at;
            int out = exclusion(at);
            at = out == NONE ? next(at) : out;
        }
        boolean found = at >= 0 && said(at) == what && writer(at) == writer;
        if (found) {
            update(at, clock, index);
        } else if ((what & 1) == 0 || newer(clock, index, 0, 0)) {
            date(insert(slot, before, at, what, writer), clock, index);
        }
    }

    private void update(int mark, long clock, int index) {
        if (newer(clock, index, clock(mark), index(mark))) {
            date(mark, clock, index);
        }
    }

    /** A new mark, of which the date is to be said yet. */
    private int insert(int slot, int before, int at, int what, int writer) {
        int fresh = marks.take();
        name(fresh, what, writer, Math.max(at, NONE));
        if (before < 0) {
            heads[slot] = fresh;
        } else {
            follow(before, fresh);
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
            boolean exclusion = (said(at) & 1) != 0;
            long in = exclusion ? 0 : clock(at);
            int inIndex = exclusion ? 0 : index(at);
            long gone = exclusion ? clock(at) : 0;
            int goneIndex = exclusion ? index(at) : 0;
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
                follow(at, next);
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
            exclusions += isExclusion(at) ? 1 : 0;
        }
        return exclusions;
    }

    private void link(int slot, int before, int next) {
        if (before >= 0) {
            follow(before, next);
        } else {
            heads[slot] = next >= 0 ? next : EMPTY;
        }
    }

    @Override
    long newestClock(int slot) {
        long newest = 0;
        for (int at = heads[slot]; at >= 0; at = next(at)) {
            boolean counts = (said(at) & 1) != 0 || holds(at);
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

    boolean isExclusion(int mark) {
        return (said(mark) & 1) != 0;
    }

    /** Appends a mark to a chain of which the last one is given, below 0 for the first; answers the new last one. */
    int append(int slot, int last, int what, int writer) {
        int fresh = marks.take();
        name(fresh, what, writer, NONE);
        if (last < 0) {
            heads[slot] = fresh;
        } else {
            follow(last, fresh);
        }
        return fresh;
    }

    /** Says when a mark was made. */
    void date(int mark, long clock, int index) {
        marks.set(mark, DOT, (marks.get(mark, DOT) & ~LOW) | (index & LOW));
        marks.set(mark, CLOCK, clock);
    }
}
