package worldmesh.world.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.Dot;
import worldmesh.world.component.CellKind;

/**
 * An add-wins set of texts, and as the set with the one element "" an enable-wins flag. For each element and replica
 * it keeps the last inclusion and the last one that was excluded: an element is in while some replica's inclusion is
 * newer than its exclusion. That bounds the state without tombstones. Not thread-safe.
 */
public final class DotSet implements Cell {
    /** The element that stands for an enabled flag. */
    public static final String FLAG = "";

    private static final int MAX_ELEMENTS = 1 << 16;
    /** The longest element. */
    public static final int MAX_ELEMENT_BYTES = 4096;

    private static final int MAX_REPLICAS = 1 << 16;

    private final boolean flag;
    /** By element, then unsigned replica id; few. */
    private @Nullable Marks first;

    private static final class Marks {
        private final String element;
        private final long replica;
        private long inClock;
        private int inIndex;
        private long outClock;
        private int outIndex;
        private @Nullable Marks next;

        Marks(String element, long replica, @Nullable Marks next) {
            this.element = element;
            this.replica = replica;
            this.next = next;
        }

        boolean in() {
            return newer(inClock, inIndex, outClock, outIndex);
        }

        static boolean newer(long clock, int index, long thanClock, int thanIndex) {
            int order = Long.compareUnsigned(clock, thanClock);
            return order > 0 || (order == 0 && index > thanIndex);
        }

        void included(long clock, int index) {
            if (newer(clock, index, inClock, inIndex)) {
                inClock = clock;
                inIndex = index;
            }
        }

        void excluded(long clock, int index) {
            if (newer(clock, index, outClock, outIndex)) {
                outClock = clock;
                outIndex = index;
            }
        }
    }

    /** An empty set or flag. */
    public DotSet(CellKind kind) {
        this.flag = kind == CellKind.ENABLE_WINS_FLAG;
    }

    /** What a replica says of an element; made in its place if there is nothing. */
    private Marks of(String element, long replica) {
        Marks before = null;
        Marks at = first;
        while (at != null) {
            int order = at.element.compareTo(element);
            order = order == 0 ? Long.compareUnsigned(at.replica, replica) : order;
            if (order == 0) {
                return at;
            }
            if (order > 0) {
                break;
            }
            before = at;
            at = at.next;
        }
        Marks fresh = new Marks(element, replica, at);
        if (before == null) {
            first = fresh;
        } else {
            before.next = fresh;
        }
        return fresh;
    }

    /** Includes an element under a new dot. */
    public void include(String element, Dot dot) {
        of(element, dot.replica()).included(dot.sequence(), dot.index());
    }

    /** Excludes an element as far as its inclusions were seen. */
    public void exclude(String element, List<Dot> seen) {
        for (Dot dot : seen) {
            of(element, dot.replica()).excluded(dot.sequence(), dot.index());
        }
    }

    /** What one replica said of an element: its last inclusion, and the last that was excluded. */
    public record Mark(long replica, long inClock, int inIndex, long outClock, int outIndex) {}

    /** Visits all that was said, by element and unsigned replica id. */
    public void each(BiConsumer<String, Mark> visitor) {
        for (Marks at = first; at != null; at = at.next) {
            visitor.accept(at.element, new Mark(at.replica, at.inClock, at.inIndex, at.outClock, at.outIndex));
        }
    }

    /** Raises what a replica said of an element to at least that. */
    public void mark(String element, Mark mark) {
        Marks marks = of(element, mark.replica());
        marks.included(mark.inClock(), mark.inIndex());
        marks.excluded(mark.outClock(), mark.outIndex());
    }

    /** The inclusions that hold the element in the set, by replica: what an exclusion has to name. */
    public List<Dot> seen(String element) {
        List<Dot> out = new ArrayList<>();
        for (Marks at = first; at != null; at = at.next) {
            if (at.in() && at.element.equals(element)) {
                out.add(new Dot(at.replica, at.inClock, at.inIndex));
            }
        }
        return out;
    }

    /** True if the element is in the set. */
    public boolean contains(String element) {
        for (Marks at = first; at != null; at = at.next) {
            if (at.in() && at.element.equals(element)) {
                return true;
            }
        }
        return false;
    }

    /** The elements in their order. */
    public List<String> elements() {
        List<String> out = new ArrayList<>();
        for (Marks at = first; at != null; at = at.next) {
            boolean listed = !out.isEmpty() && out.get(out.size() - 1).equals(at.element);
            if (at.in() && !listed) {
                out.add(at.element);
            }
        }
        return out;
    }

    @Override
    public Payload value() {
        ByteWriter out = new ByteWriter(64);
        if (flag) {
            return Payload.wrap(out.u8(contains(FLAG) ? 1 : 0).toBytes());
        }
        List<String> present = elements();
        out.varint(present.size());
        present.forEach(out::text);
        return Payload.wrap(out.toBytes());
    }

    @Override
    public void join(Cell other) {
        for (Marks at = ((DotSet) other).first; at != null; at = at.next) {
            Marks mine = of(at.element, at.replica);
            mine.included(at.inClock, at.inIndex);
            mine.excluded(at.outClock, at.outIndex);
        }
    }

    @Override
    public Cell copy() {
        DotSet out = new DotSet(flag ? CellKind.ENABLE_WINS_FLAG : CellKind.ADD_WINS_SET);
        out.join(this);
        return out;
    }

    @Override
    public void encode(ByteWriter out) {
        int elements = 0;
        for (Marks at = first; at != null; at = after(at)) {
            elements++;
        }
        out.varint(elements);
        for (Marks group = first; group != null; group = after(group)) {
            Marks end = after(group);
            int count = 0;
            for (Marks at = group; at != null && at != end; at = at.next) {
                count++;
            }
            out.text(group.element).varint(count);
            for (Marks at = group; at != null && at != end; at = at.next) {
                out.i64(at.replica).i64(at.inClock).varint(at.inIndex);
                out.i64(at.outClock).varint(at.outIndex);
            }
        }
    }

    /** The first mark of the next element. */
    private static @Nullable Marks after(Marks mark) {
        Marks at = mark.next;
        while (at != null && at.element.equals(mark.element)) {
            at = at.next;
        }
        return at;
    }

    static DotSet decode(CellKind kind, ByteReader in) {
        DotSet out = new DotSet(kind);
        int count = in.count(MAX_ELEMENTS);
        String before = null;
        for (int i = 0; i < count && in.ok(); i++) {
            String element = in.text(MAX_ELEMENT_BYTES);
            boolean ordered = before == null || before.compareTo(element) < 0;
            if (!ordered || (out.flag && !element.equals(FLAG))) {
                in.fail();
            }
            before = element;
            out.decodeMarks(element, in);
        }
        return out;
    }

    private void decodeMarks(String element, ByteReader in) {
        int count = in.count(MAX_REPLICAS);
        long before = 0;
        for (int i = 0; i < count && in.ok(); i++) {
            long replica = in.i64();
            long inClock = in.i64();
            int inIndex = in.count(Integer.MAX_VALUE);
            long outClock = in.i64();
            int outIndex = in.count(Integer.MAX_VALUE);
            if (i > 0 && Long.compareUnsigned(before, replica) >= 0) {
                in.fail();
            }
            before = replica;
            mark(element, new Mark(replica, inClock, inIndex, outClock, outIndex));
        }
    }

    @Override
    public long newestClock() {
        long newest = 0;
        for (Marks at = first; at != null; at = at.next) {
            long clock = at.in() ? at.inClock : at.outClock;
            newest = Long.compareUnsigned(clock, newest) > 0 ? clock : newest;
        }
        return newest;
    }
}
