package worldmesh.world.state;

import java.util.Arrays;

/**
 * Finds the slots of entities by their ids. Serial numbers of one creator and trust lie sixteen to a page, in their own
 * order, so that those which follow one another lie side by side; pages are found by open addressing. Not thread-safe.
 */
final class SlotPages {
    static final int NONE = -1;
    private static final int PAGE_BITS = 4;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int TRUST_BITS = 2;
    private static final int LEAST = 8;

    /** Two numbers for each page: which ids it is of; above 32 bits its creator, below its number plus one. */
    private long[] directory = new long[2 * LEAST];
    /** Each slot plus one, 0 for none; of a free page first the next free one plus one. */
    private int[] entries = new int[LEAST / 2 * PAGE];
    /** How many slots a page holds. */
    private byte[] used = new byte[LEAST / 2];

    private int limit;
    private int pages;
    private int free = NONE;
    /** The page that was found last. */
    private int near = NONE;

    private int nearCreator;
    private long nearKey;

    private static long key(long counter) {
        return (counter >>> (TRUST_BITS + PAGE_BITS) << TRUST_BITS) | (counter & ((1 << TRUST_BITS) - 1));
    }

    private static int entry(int page, long counter) {
        return (page << PAGE_BITS) | ((int) (counter >>> TRUST_BITS) & (PAGE - 1));
    }

    private static int hash(int creator, long key) {
        long mixed = (key + creator * 0x5851_F42D_4C95_7F2DL) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 32);
    }

    /** The slot of an entity, -1 if it has none. */
    int find(int creator, long counter) {
        long key = key(counter);
        if (key != nearKey || creator != nearCreator || near == NONE) {
            int found = page(directory[2 * place(creator, key) + 1]);
            if (found == NONE) {
                return NONE;
            }
            remember(found, creator, key);
        }
        return entries[entry(near, counter)] - 1;
    }

    private static int page(long named) {
        return (int) named - 1;
    }

    private void remember(int page, int creator, long key) {
        near = page;
        nearCreator = creator;
        nearKey = key;
    }

    /** Where the page is in the directory, or would be. */
    private int place(int creator, long key) {
        int mask = directory.length / 2 - 1;
        int at = hash(creator, key) & mask;
        while (directory[2 * at + 1] != 0
                && (directory[2 * at] != key || (int) (directory[2 * at + 1] >>> 32) != creator)) {
            at = (at + 1) & mask;
        }
        return at;
    }

    /** Makes room for about so many ids that follow one another. */
    void reserve(int ids) {
        int more = ids / PAGE + 1;
        if (more > used.length) {
            room(more);
        }
        if (3L * more > directory.length) {
            rehash(more);
        }
    }

    private void room(int count) {
        entries = Arrays.copyOf(entries, count * PAGE);
        used = Arrays.copyOf(used, count);
    }

    private void rehash(int count) {
        int size = directory.length;
        while (3L * count > size) {
            size *= 2;
        }
        long[] old = directory;
        directory = new long[size];
        for (int i = 0; i < old.length; i += 2) {
            if (old[i + 1] != 0) {
                int at = place((int) (old[i + 1] >>> 32), old[i]);
                directory[2 * at] = old[i];
                directory[2 * at + 1] = old[i + 1];
            }
        }
    }

    /** Files the slot of an entity that has none. */
    void put(int creator, long counter, int slot) {
        long key = key(counter);
        if (key != nearKey || creator != nearCreator || near == NONE) {
            remember(touch(creator, key), creator, key);
        }
        entries[entry(near, counter)] = slot + 1;
        used[near]++;
    }

    private int touch(int creator, long key) {
        int at = place(creator, key);
        if (directory[2 * at + 1] != 0) {
            return page(directory[2 * at + 1]);
        }
        if (3L * (pages + 1) > directory.length) {
            rehash(pages + 1 + pages / 2);
            at = place(creator, key);
        }
        int page = take();
        directory[2 * at] = key;
        directory[2 * at + 1] = (long) creator << 32 | (page + 1);
        pages++;
        return page;
    }

    private int take() {
        if (free != NONE) {
            int page = free;
            free = entries[page << PAGE_BITS] - 1;
            entries[page << PAGE_BITS] = 0;
            return page;
        }
        if (limit == used.length) {
            room(limit + (limit >> 1));
        }
        return limit++;
    }

    /** Forgets the slot of an entity that has one. */
    void remove(int creator, long counter) {
        int at = place(creator, key(counter));
        int page = page(directory[2 * at + 1]);
        entries[entry(page, counter)] = 0;
        if (--used[page] == 0) {
            entries[page << PAGE_BITS] = free + 1;
            free = page;
            near = NONE;
            pages--;
            close(at);
        }
    }

    /** Frees a place in the directory. */
    private void close(int from) {
        int mask = directory.length / 2 - 1;
        int hole = from;
        for (int at = (hole + 1) & mask; directory[2 * at + 1] != 0; at = (at + 1) & mask) {
            int wanted = hash((int) (directory[2 * at + 1] >>> 32), directory[2 * at]) & mask;
            // What stands at or after its own place up to here may fill the hole.
            if (((at - wanted) & mask) >= ((at - hole) & mask)) {
                directory[2 * hole] = directory[2 * at];
                directory[2 * hole + 1] = directory[2 * at + 1];
                hole = at;
            }
        }
        directory[2 * hole] = 0;
        directory[2 * hole + 1] = 0;
    }
}
