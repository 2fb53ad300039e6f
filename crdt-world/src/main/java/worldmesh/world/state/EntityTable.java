package worldmesh.world.state;

import java.util.Arrays;

/**
 * Entities as slots: two columns of their ids behind an index, and a list of free slots. Column classes keep what
 * belongs to an entity at its slot. Not thread-safe.
 */
final class EntityTable {
    static final int NONE = -1;
    private static final int LEAST = 16;

    private final Authors authors;
    private final SlotPages index = new SlotPages();
    /** The creator's number; a free slot has -2 - the next free one. */
    private int[] creators = new int[LEAST];

    private long[] counters = new long[LEAST];
    private int limit;
    private int used;
    private int removals;
    private int free = NONE;

    EntityTable(Authors authors) {
        this.authors = authors;
    }

    /** Makes room for so many without growing step by step. */
    void reserve(int slots) {
        if (slots > creators.length) {
            creators = Arrays.copyOf(creators, slots);
            counters = Arrays.copyOf(counters, slots);
            index.reserve(slots);
        }
    }

    /** The slot of an entity, -1 if it has none. */
    int find(long replica, long counter) {
        int creator = authors.find(replica);
        return creator < 0 ? NONE : find(creator, counter);
    }

    int find(int creator, long counter) {
        return index.find(creator, counter);
    }

    /** A slot for an entity that has none. */
    int add(int creator, long counter) {
        int slot = free;
        if (slot == NONE) {
            if (limit == creators.length) {
                int more = 2 * limit;
                creators = Arrays.copyOf(creators, more);
                counters = Arrays.copyOf(counters, more);
            }
            slot = limit++;
        } else {
            free = -2 - creators[slot];
        }
        creators[slot] = creator;
        counters[slot] = counter;
        used++;
        index.put(creator, counter, slot);
        return slot;
    }

    /** Frees the slot of an entity. */
    void remove(int slot) {
        index.remove(creators[slot], counters[slot]);
        creators[slot] = -2 - free;
        free = slot;
        used--;
        removals++;
    }

    /** Rises with every slot that is freed. */
    int removals() {
        return removals;
    }

    int size() {
        return used;
    }

    /** All slots are below this. */
    int limit() {
        return limit;
    }

    boolean isUsed(int slot) {
        return creators[slot] >= 0;
    }

    int creator(int slot) {
        return creators[slot];
    }

    long replica(int slot) {
        return authors.id(creators[slot]);
    }

    long counter(int slot) {
        return counters[slot];
    }

    /** Orders two slots by the ids of their entities. */
    int compare(int one, int other) {
        int order = authors.compare(creators[one], creators[other]);
        return order != 0 ? order : Long.compareUnsigned(counters[one], counters[other]);
    }

    /** The used slots by the ids of their entities. */
    int[] inOrder() {
        int[] out = new int[used];
        int count = 0;
        boolean sorted = true;
        for (int slot = 0; slot < limit; slot++) {
            if (creators[slot] >= 0) {
                sorted &= count == 0 || compare(out[count - 1], slot) < 0;
                out[count++] = slot;
            }
        }
        if (!sorted) {
            sort(out);
        }
        return out;
    }

    /** Merges what already rises, since slots are mostly given in the order of ids. */
    private void sort(int[] slots) {
        int[] from = slots;
        int[] to = new int[slots.length];
        boolean done = false;
        while (!done) {
            int runs = 0;
            for (int start = 0; start < from.length; runs++) {
                int middle = runEnd(from, start);
                int end = middle == from.length ? middle : runEnd(from, middle);
                merge(from, to, start, middle, end);
                start = end;
            }
            int[] swap = from;
            from = to;
            to = swap;
            done = runs <= 1;
        }
        if (from != slots) {
            System.arraycopy(from, 0, slots, 0, slots.length);
        }
    }

    private int runEnd(int[] slots, int start) {
        int end = start + 1;
        while (end < slots.length && compare(slots[end - 1], slots[end]) < 0) {
            end++;
        }
        return end;
    }

    private void merge(int[] from, int[] to, int start, int middle, int end) {
        int left = start;
        int right = middle;
        for (int at = start; at < end; at++) {
            boolean takeLeft = right == end || (left < middle && compare(from[left], from[right]) < 0);
            to[at] = from[takeLeft ? left++ : right++];
        }
    }
}
