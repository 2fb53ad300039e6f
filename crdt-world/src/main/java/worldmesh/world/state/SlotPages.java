package worldmesh.world.state;

import java.util.Arrays;

/**
 * Finds the slots of entities by their ids. Serial numbers of one creator and trust lie sixteen to a page, in their own
 * order, so that those which follow one another lie side by side. Pages of numbers that are given one after the other
 * are found by a table, others by open addressing. Not thread-safe.
 */
final class SlotPages {
    static final int NONE = -1;
    private static final int PAGE_BITS = 4;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int TRUST_BITS = 2;
    private static final int TRUSTS = 1 << TRUST_BITS;
    private static final int LEAST = 8;
    private static final long[] NOTHING = {};
    private static final long LOW = 0xFFFF_FFFFL;

    /**
     * For each creator and trust its pages by their numbers, each plus one; 0 for what is not found here. Above 32 bits
     * the first slot plus one, if the slots of a page follow one another, as mostly: then nobody needs to look there.
     */
    private long[][] tables = new long[TRUSTS][];

    /** How many pages a table finds: it is never much longer. */
    private int[] tabled = new int[TRUSTS];

    /** Two numbers for each other page: which ids it is of; above 32 bits its creator, below its number plus one. */
    private long[] directory = new long[2 * LEAST];
    /** Each slot plus one, 0 for none; of a free page first the next free one plus one. */
    private int[] entries = new int[LEAST / 2 * PAGE];
    /** How many slots a page holds. */
    private byte[] used = new byte[LEAST / 2];

    private int limit;
    /** How many pages the directory finds. */
    private int pages;

    private int free = NONE;

    SlotPages() {
        Arrays.fill(tables, NOTHING);
    }

    private static long key(long counter) {
        return (counter >>> (TRUST_BITS + PAGE_BITS) << TRUST_BITS) | (counter & (TRUSTS - 1));
    }

    private static int table(int creator, long counter) {
        return (creator << TRUST_BITS) | ((int) counter & (TRUSTS - 1));
    }

    private static long number(long counter) {
        return counter >>> (TRUST_BITS + PAGE_BITS);
    }

    private static int place(long counter) {
        return (int) (counter >>> TRUST_BITS) & (PAGE - 1);
    }

    private static int entry(int page, long counter) {
        return (page << PAGE_BITS) | place(counter);
    }

    private static int hash(int creator, long key) {
        long mixed = (key + creator * 0x5851_F42D_4C95_7F2DL) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 32);
    }

    /** The slot of an entity, -1 if it has none. */
    int find(int creator, long counter) {
        long named = named(creator, counter);
        int first = (int) (named >>> 32) - 1;
        if (first != NONE) {
            return first + place(counter);
        }
        int page = named == 0 ? sparse(creator, counter) : page(named);
        return page == NONE ? NONE : entries[entry(page, counter)] - 1;
    }

    private long named(int creator, long counter) {
        int of = table(creator, counter);
        long number = number(counter);
        return of < tables.length && number < tables[of].length ? tables[of][(int) number] : 0;
    }

    private int sparse(int creator, long counter) {
        return pages == 0 ? NONE : page(directory[2 * place(creator, key(counter)) + 1]);
    }

    private static int page(long named) {
        return (int) named - 1;
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
        int of = table(creator, counter);
        int number = fits(of, number(counter)) ? (int) number(counter) : NONE;
        long named = number == NONE ? 0 : tables[of][number];
        int page = named == 0 ? sparse(creator, counter) : page(named);
        if (page == NONE) {
            page = take();
            if (number == NONE) {
                file(creator, key(counter), page);
            } else {
                tabled[of]++;
                named = page + 1L;
                tables[of][number] = named;
            }
        }
        entries[entry(page, counter)] = slot + 1;
        if (++used[page] == PAGE && named != 0 && isInARow(page)) {
            tables[of][number] = (named & LOW) | (long) entries[page << PAGE_BITS] << 32;
        }
    }

    private boolean isInARow(int page) {
        int first = entries[page << PAGE_BITS];
        for (int i = 1; i < PAGE; i++) {
            if (entries[page << PAGE_BITS | i] != first + i) {
                return false;
            }
        }
        return true;
    }

    /** True if a table has a place for a page, or is made longer for it since it is not far off. */
    private boolean fits(int of, long number) {
        if (of >= tables.length) {
            int before = tables.length;
            tables = Arrays.copyOf(tables, Math.max(2 * before, of + 1));
            tabled = Arrays.copyOf(tabled, tables.length);
            Arrays.fill(tables, before, tables.length, NOTHING);
        }
        if (number >= tables[of].length && number < 2L * tabled[of] + LEAST) {
            tables[of] = Arrays.copyOf(tables[of], 2 * (int) number + LEAST);
        }
        return number < tables[of].length;
    }

    private void file(int creator, long key, int page) {
        if (3L * (pages + 1) > directory.length) {
            rehash(pages + 1 + pages / 2);
        }
        int at = place(creator, key);
        directory[2 * at] = key;
        directory[2 * at + 1] = (long) creator << 32 | (page + 1);
        pages++;
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
        long named = named(creator, counter);
        int page = named == 0 ? sparse(creator, counter) : page(named);
        boolean last = --used[page] == 0;
        entries[entry(page, counter)] = 0;
        if (last) {
            entries[page << PAGE_BITS] = free + 1;
            free = page;
        }
        if (named != 0) {
            int of = table(creator, counter);
            tables[of][(int) number(counter)] = last ? 0 : (named & LOW);
            tabled[of] -= last ? 1 : 0;
        } else if (last) {
            pages--;
            close(place(creator, key(counter)));
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
