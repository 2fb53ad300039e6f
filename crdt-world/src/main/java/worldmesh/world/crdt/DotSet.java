package worldmesh.world.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
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
    private static final int MAX_ELEMENT_BYTES = 4096;
    private static final int MAX_REPLICAS = 1 << 16;

    private final boolean flag;
    private final TreeMap<String, TreeMap<Long, Marks>> elements = new TreeMap<>();

    private record Marks(long inClock, int inIndex, long outClock, int outIndex) {
        static final Marks NONE = new Marks(0, 0, 0, 0);

        boolean in() {
            return newer(inClock, inIndex, outClock, outIndex);
        }

        static boolean newer(long clock, int index, long thanClock, int thanIndex) {
            int order = Long.compareUnsigned(clock, thanClock);
            return order > 0 || (order == 0 && index > thanIndex);
        }

        Marks included(long clock, int index) {
            return newer(clock, index, inClock, inIndex) ? new Marks(clock, index, outClock, outIndex) : this;
        }

        Marks excluded(long clock, int index) {
            return newer(clock, index, outClock, outIndex) ? new Marks(inClock, inIndex, clock, index) : this;
        }

        Marks join(Marks other) {
            return included(other.inClock, other.inIndex).excluded(other.outClock, other.outIndex);
        }
    }

    /** An empty set or flag. */
    public DotSet(CellKind kind) {
        this.flag = kind == CellKind.ENABLE_WINS_FLAG;
    }

    /** Includes an element under a new dot. */
    public void include(String element, Dot dot) {
        Map<Long, Marks> marks = marks(element);
        Marks old = marks.getOrDefault(dot.replica(), Marks.NONE);
        marks.put(dot.replica(), old.included(dot.sequence(), dot.index()));
    }

    /** Excludes an element as far as its inclusions were seen. */
    public void exclude(String element, List<Dot> seen) {
        Map<Long, Marks> marks = marks(element);
        for (Dot dot : seen) {
            Marks old = marks.getOrDefault(dot.replica(), Marks.NONE);
            marks.put(dot.replica(), old.excluded(dot.sequence(), dot.index()));
        }
    }

    private NavigableMap<Long, Marks> marks(String element) {
        return elements.computeIfAbsent(element, name -> new TreeMap<>(Long::compareUnsigned));
    }

    /** The inclusions that hold the element in the set, by replica: what an exclusion has to name. */
    public List<Dot> seen(String element) {
        List<Dot> out = new ArrayList<>();
        TreeMap<Long, Marks> marks = elements.get(element);
        if (marks != null) {
            marks.forEach((replica, mark) -> {
                if (mark.in()) {
                    out.add(new Dot(replica, mark.inClock(), mark.inIndex()));
                }
            });
        }
        return out;
    }

    /** True if the element is in the set. */
    public boolean contains(String element) {
        TreeMap<Long, Marks> marks = elements.get(element);
        return marks != null && marks.values().stream().anyMatch(Marks::in);
    }

    /** The elements in their order. */
    public List<String> elements() {
        List<String> out = new ArrayList<>();
        elements.keySet().forEach(element -> {
            if (contains(element)) {
                out.add(element);
            }
        });
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
        ((DotSet) other).elements.forEach((element, theirs) -> {
            Map<Long, Marks> mine = marks(element);
            theirs.forEach((replica, mark) -> mine.merge(replica, mark, Marks::join));
        });
    }

    @Override
    public Cell copy() {
        DotSet out = new DotSet(flag ? CellKind.ENABLE_WINS_FLAG : CellKind.ADD_WINS_SET);
        out.join(this);
        return out;
    }

    @Override
    public void encode(ByteWriter out) {
        out.varint(elements.size());
        elements.forEach((element, marks) -> {
            out.text(element).varint(marks.size());
            for (Map.Entry<Long, Marks> entry : marks.entrySet()) {
                Marks mark = entry.getValue();
                out.i64(entry.getKey()).i64(mark.inClock()).varint(mark.inIndex());
                out.i64(mark.outClock()).varint(mark.outIndex());
            }
        });
    }

    static DotSet decode(CellKind kind, ByteReader in) {
        DotSet out = new DotSet(kind);
        int count = in.count(MAX_ELEMENTS);
        for (int i = 0; i < count && in.ok(); i++) {
            String element = in.text(MAX_ELEMENT_BYTES);
            boolean ordered = out.elements.isEmpty() || out.elements.lastKey().compareTo(element) < 0;
            if (!ordered || (out.flag && !element.equals(FLAG))) {
                in.fail();
            }
            decodeMarks(out.marks(element), in);
        }
        return out;
    }

    private static void decodeMarks(NavigableMap<Long, Marks> marks, ByteReader in) {
        int count = in.count(MAX_REPLICAS);
        for (int i = 0; i < count && in.ok(); i++) {
            long replica = in.i64();
            long inClock = in.i64();
            int inIndex = in.count(Integer.MAX_VALUE);
            long outClock = in.i64();
            int outIndex = in.count(Integer.MAX_VALUE);
            if (!marks.isEmpty() && Long.compareUnsigned(marks.lastKey(), replica) >= 0) {
                in.fail();
            }
            marks.put(replica, new Marks(inClock, inIndex, outClock, outIndex));
        }
    }

    @Override
    public long newestClock() {
        long newest = 0;
        for (TreeMap<Long, Marks> marks : elements.values()) {
            for (Marks mark : marks.values()) {
                long clock = mark.in() ? mark.inClock() : mark.outClock();
                newest = Long.compareUnsigned(clock, newest) > 0 ? clock : newest;
            }
        }
        return newest;
    }
}
