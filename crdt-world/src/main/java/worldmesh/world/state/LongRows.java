package worldmesh.world.state;

import java.util.Arrays;

/**
 * Rows of so many numbers in pages of equal size, so that what is there stays where it is while more is added, and no
 * more is asked for than is used; and a list of free rows. Not thread-safe.
 */
final class LongRows {
    static final int NONE = -1;
    private static final int PAGE_BITS = 8;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int LEAST = 8;

    private final int width;
    /** The first page begins small, since most columns never need more; all others are whole. */
    private long[][] pages;

    private int room = LEAST;
    private int limit;
    private int free = NONE;

    LongRows(int width) {
        this.width = width;
        this.pages = new long[][] {new long[LEAST * width]};
    }

    private int at(int row, int field) {
        return (row & (PAGE - 1)) * width + field;
    }

    long get(int row, int field) {
        return pages[row >>> PAGE_BITS][at(row, field)];
    }

    void set(int row, int field, long value) {
        pages[row >>> PAGE_BITS][at(row, field)] = value;
    }

    /** A row that nobody has, of which the numbers are any. */
    int take() {
        if (free != NONE) {
            int taken = free;
            free = (int) get(taken, 0);
            return taken;
        }
        if (limit == room) {
            reserve(1);
        }
        return limit++;
    }

    /** Gives a row back. */
    void release(int row) {
        set(row, 0, free);
        free = row;
    }

    /** Makes room for so many more. */
    void reserve(int more) {
        int wanted = limit + more;
        if (wanted > room && room < PAGE) {
            room = Math.min(PAGE, Math.max(wanted, 2 * room));
            pages[0] = Arrays.copyOf(pages[0], room * width);
        }
        while (wanted > room) {
            int page = room >>> PAGE_BITS;
            if (page == pages.length) {
                pages = Arrays.copyOf(pages, page + 1 + (page >> 1));
            }
            pages[page] = new long[PAGE * width];
            room += PAGE;
        }
    }
}
