package worldmesh.mesh.transport;

import java.util.Arrays;

/** A set of numbers kept as sorted, disjoint, half-open ranges; small, so plain arrays. Confined to its owner. */
final class RangeSet {
    private long[] starts = new long[8];
    private long[] ends = new long[8];
    private int count;

    int count() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    long firstStart() {
        return starts[0];
    }

    long firstEnd() {
        return ends[0];
    }

    long start(int index) {
        return starts[index];
    }

    long end(int index) {
        return ends[index];
    }

    /** Adds {@code start..end}. */
    void add(long start, long end) {
        if (start >= end) {
            return;
        }
        int from = 0;
        while (from < count && ends[from] < start) {
            from++;
        }
        int to = from;
        long low = start;
        long high = end;
        while (to < count && starts[to] <= end) {
            low = Math.min(low, starts[to]);
            high = Math.max(high, ends[to]);
            to++;
        }
        replace(from, to, low, high);
    }

    /** Takes {@code start..end} out. */
    void remove(long start, long end) {
        for (int i = 0; i < count && starts[i] < end; ) {
            if (ends[i] <= start) {
                i++;
                continue;
            }
            long low = starts[i];
            long high = ends[i];
            shift(i + 1, i);
            if (low < start) {
                add(low, start);
                i++;
            }
            if (high > end) {
                add(end, high);
                i++;
            }
        }
    }

    private void replace(int from, int to, long low, long high) {
        shift(to, from + 1);
        starts[from] = low;
        ends[from] = high;
    }

    /** Moves the ranges from {@code source} on to {@code target}. */
    private void shift(int source, int target) {
        int moved = count - source;
        int needed = target + moved;
        if (needed > starts.length) {
            starts = Arrays.copyOf(starts, needed * 2);
            ends = Arrays.copyOf(ends, needed * 2);
        }
        System.arraycopy(starts, source, starts, target, moved);
        System.arraycopy(ends, source, ends, target, moved);
        count = needed;
    }
}
