package worldmesh.world.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.Dot;

/**
 * An observed-remove map from texts to texts: the map of Almeida, Shoker and Baquero (Delta state replicated data
 * types, J. Parallel Distrib. Comput. 111, 2018, §7.3) with registers as its values. A removal takes away the
 * bindings it saw, so that a concurrent binding stays; among the bindings of a key that are left the last one by
 * clock, then replica, shows. For each key and replica it keeps the last binding and the last one that was removed,
 * which bounds the state without tombstones. Not thread-safe.
 */
public final class DotMap implements Cell {
    private static final int MAX_KEYS = 1 << 16;
    private static final int MAX_TEXT_BYTES = 4096;
    private static final int MAX_REPLICAS = 1 << 16;

    private final TreeMap<String, TreeMap<Long, Entry>> keys = new TreeMap<>();

    /** The last binding by a replica, and the last of its bindings that was removed. */
    private record Entry(long inClock, int inIndex, String value, long outClock, int outIndex) {
        static final Entry NONE = new Entry(0, 0, "", 0, 0);

        private static boolean newer(long clock, int index, long thanClock, int thanIndex) {
            int order = Long.compareUnsigned(clock, thanClock);
            return order > 0 || (order == 0 && index > thanIndex);
        }

        boolean in() {
            return newer(inClock, inIndex, outClock, outIndex);
        }

        Entry bound(long clock, int index, String to) {
            // One dot is one binding; a forged second one with other bytes loses or wins the same everywhere.
            boolean same = clock == inClock && index == inIndex && to.compareTo(value) > 0;
            return same || newer(clock, index, inClock, inIndex)
                    ? new Entry(clock, index, to, outClock, outIndex)
                    : this;
        }

        Entry removed(long clock, int index) {
            return newer(clock, index, outClock, outIndex) ? new Entry(inClock, inIndex, value, clock, index) : this;
        }

        Entry join(Entry other) {
            return bound(other.inClock, other.inIndex, other.value).removed(other.outClock, other.outIndex);
        }
    }

    private void merge(String key, long replica, Entry entry) {
        keys.computeIfAbsent(key, name -> new TreeMap<>(Long::compareUnsigned)).merge(replica, entry, Entry::join);
    }

    /** Binds a key under a new dot. */
    public void bind(String key, String value, Dot dot) {
        merge(key, dot.replica(), new Entry(dot.sequence(), dot.index(), value, 0, 0));
    }

    /** Removes the bindings of a key that were seen. */
    public void remove(String key, List<Dot> seen) {
        for (Dot dot : seen) {
            merge(key, dot.replica(), Entry.NONE.removed(dot.sequence(), dot.index()));
        }
    }

    /** The bindings of a key that are left, by replica: what a removal has to name. */
    public List<Dot> seen(String key) {
        List<Dot> out = new ArrayList<>();
        keys.getOrDefault(key, new TreeMap<>()).forEach((replica, entry) -> {
            if (entry.in()) {
                out.add(new Dot(replica, entry.inClock(), entry.inIndex()));
            }
        });
        return out;
    }

    /** What a key is bound to, null if it is not. */
    public @Nullable String value(String key) {
        return shown(keys.getOrDefault(key, new TreeMap<>()));
    }

    /** The binding of a key that shows, null if there is none. */
    public @Nullable Dot winner(String key) {
        Dot last = null;
        for (Dot dot : seen(key)) {
            last = last == null || Long.compareUnsigned(dot.sequence(), last.sequence()) >= 0 ? dot : last;
        }
        return last;
    }

    private static @Nullable String shown(Map<Long, Entry> bindings) {
        Entry last = null;
        for (Entry entry : bindings.values()) {
            // Replicas come in rising order, so that of equal clocks the greater replica wins.
            boolean later = last == null || Long.compareUnsigned(entry.inClock(), last.inClock()) >= 0;
            last = entry.in() && later ? entry : last;
        }
        return last == null ? null : last.value();
    }

    /** What every key is bound to. */
    public Map<String, String> entries() {
        Map<String, String> out = new TreeMap<>();
        keys.forEach((key, bindings) -> {
            String value = shown(bindings);
            if (value != null) {
                out.put(key, value);
            }
        });
        return out;
    }

    @Override
    public Payload value() {
        ByteWriter out = new ByteWriter(64);
        Map<String, String> entries = entries();
        out.varint(entries.size());
        entries.forEach((key, value) -> out.text(key).text(value));
        return Payload.wrap(out.toBytes());
    }

    @Override
    public void join(Cell other) {
        ((DotMap) other)
                .keys.forEach((key, bindings) -> bindings.forEach((replica, entry) -> merge(key, replica, entry)));
    }

    @Override
    public Cell copy() {
        DotMap out = new DotMap();
        out.join(this);
        return out;
    }

    @Override
    public void encode(ByteWriter out) {
        out.varint(keys.size());
        keys.forEach((key, bindings) -> {
            out.text(key).varint(bindings.size());
            bindings.forEach((replica, entry) -> out.i64(replica)
                    .i64(entry.inClock())
                    .varint(entry.inIndex())
                    .text(entry.value())
                    .i64(entry.outClock())
                    .varint(entry.outIndex()));
        });
    }

    static DotMap decode(ByteReader in) {
        DotMap out = new DotMap();
        int count = in.count(MAX_KEYS);
        for (int i = 0; i < count && in.ok(); i++) {
            String key = in.text(MAX_TEXT_BYTES);
            if (!out.keys.isEmpty() && out.keys.lastKey().compareTo(key) >= 0) {
                in.fail();
            }
            TreeMap<Long, Entry> bindings = new TreeMap<>(Long::compareUnsigned);
            decodeBindings(bindings, in);
            out.keys.put(key, bindings);
        }
        return out;
    }

    private static void decodeBindings(NavigableMap<Long, Entry> bindings, ByteReader in) {
        int count = in.count(MAX_REPLICAS);
        for (int i = 0; i < count && in.ok(); i++) {
            long replica = in.i64();
            long inClock = in.i64();
            int inIndex = in.count(Integer.MAX_VALUE);
            String value = in.text(MAX_TEXT_BYTES);
            long outClock = in.i64();
            int outIndex = in.count(Integer.MAX_VALUE);
            if (!bindings.isEmpty() && Long.compareUnsigned(bindings.lastKey(), replica) >= 0) {
                in.fail();
            }
            bindings.put(replica, new Entry(inClock, inIndex, value, outClock, outIndex));
        }
        if (count == 0) {
            in.fail();
        }
    }

    @Override
    public long newestClock() {
        long newest = 0;
        for (TreeMap<Long, Entry> bindings : keys.values()) {
            for (Entry entry : bindings.values()) {
                long clock = entry.in() ? entry.inClock() : entry.outClock();
                newest = Long.compareUnsigned(clock, newest) > 0 ? clock : newest;
            }
        }
        return newest;
    }
}
