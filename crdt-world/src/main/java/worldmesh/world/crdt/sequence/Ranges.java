package worldmesh.world.crdt.sequence;

import java.util.Map;
import java.util.TreeMap;

/** Numbers as ranges that neither touch nor overlap. Not thread-safe. */
final class Ranges {
    private final TreeMap<Integer, Integer> ends = new TreeMap<>();

    void add(int from, int to) {
        int first = from;
        int last = to;
        Map.Entry<Integer, Integer> near = ends.floorEntry(to);
        while (near != null && near.getValue() >= from) {
            first = Math.min(first, near.getKey());
            last = Math.max(last, near.getValue());
            ends.remove(near.getKey());
            near = ends.floorEntry(to);
        }
        ends.put(first, last);
    }

    boolean isEmpty() {
        return ends.isEmpty();
    }

    /** Takes out what lies within a range. */
    Ranges takeWithin(int from, int to) {
        Ranges out = new Ranges();
        Map.Entry<Integer, Integer> near = ends.lowerEntry(to);
        while (near != null && near.getValue() > from) {
            ends.remove(near.getKey());
            out.ends.put(Math.max(from, near.getKey()), Math.min(to, near.getValue()));
            if (near.getKey() < from) {
                ends.put(near.getKey(), from);
            }
            if (near.getValue() > to) {
                ends.put(to, near.getValue());
            }
            near = ends.lowerEntry(to);
        }
        return out;
    }

    /** Where the numbers end that are not within, from one on up to a last. */
    int gapEnd(int from, int last) {
        Map.Entry<Integer, Integer> before = ends.floorEntry(from);
        if (before != null && before.getValue() > from) {
            return from;
        }
        Integer next = ends.higherKey(from);
        return next == null ? last : Math.min(last, next);
    }

    /** Where the numbers end that are within, from one on up to a last. */
    int rangeEnd(int from, int last) {
        Map.Entry<Integer, Integer> at = ends.floorEntry(from);
        return at == null ? from : Math.min(last, Math.max(from, at.getValue()));
    }

    /** Takes a range. */
    interface Visitor {
        void range(int from, int to);
    }

    void each(Visitor visitor) {
        ends.forEach(visitor::range);
    }
}
