package worldmesh.world.state;

/**
 * The marks of a column of sets, sixteen bytes each: what it says of which element and replica, its dot and the next
 * mark. What names one of the first elements and replicas of the column and an early op of a batch, as nearly all do,
 * takes one row; the others take a second one for that. Not thread-safe.
 */
final class SetMarks {
    /** An inclusion. */
    static final int IN = 0;
    /** An exclusion. */
    static final int OUT = 1;
    /** An inclusion and the exclusion of the same dot. */
    static final int BOTH = 2;

    private static final int CLOCK = 1;
    private static final int KIND_SHIFT = 30;
    /** Instead of a kind: what else would stand here is in the row of that number. */
    private static final int WIDE = 3;

    private static final int ROW = (1 << KIND_SHIFT) - 1;

    /** Of what stands beside a kind: the element, the writer, the index. */
    private static final int ELEMENT_BITS = 11;

    private static final int WRITER_BITS = 9;
    private static final int INDEX_BITS = 10;
    private static final int INDEX_SHIFT = ELEMENT_BITS + WRITER_BITS;
    private static final int ELEMENTS = 1 << ELEMENT_BITS;
    private static final int WRITERS = 1 << WRITER_BITS;
    private static final int INDICES = 1 << INDEX_BITS;
    private static final int NAME = (1 << INDEX_SHIFT) - 1;
    private static final long LOW = 0xFFFF_FFFFL;

    /** Of a mark: above 32 bits what it says, below the next one; its clock. Of the others see {@link #widen}. */
    private final LongRows rows = new LongRows(2);

    private int said(int mark) {
        return (int) (rows.get(mark, 0) >>> 32);
    }

    private void say(int mark, int what) {
        rows.set(mark, 0, (long) what << 32 | (rows.get(mark, 0) & LOW));
    }

    private static boolean isWide(int said) {
        return said >>> KIND_SHIFT == WIDE;
    }

    /** A mark that says nothing yet, before another one. */
    int take(int next) {
        int fresh = rows.take();
        rows.set(fresh, 0, next & LOW);
        return fresh;
    }

    /** Gives a mark back. */
    void release(int mark) {
        int said = said(mark);
        if (isWide(said)) {
            rows.release(said & ROW);
        }
        rows.release(mark);
    }

    /** Makes room for so many more. */
    void reserve(int more) {
        rows.reserve(more);
    }

    int next(int mark) {
        return (int) rows.get(mark, 0);
    }

    void follow(int mark, int next) {
        rows.set(mark, 0, (rows.get(mark, 0) & ~LOW) | (next & LOW));
    }

    int kind(int mark) {
        int said = said(mark);
        return isWide(said) ? (int) (rows.get(said & ROW, 0) >>> 32) : said >>> KIND_SHIFT;
    }

    int element(int mark) {
        int said = said(mark);
        return isWide(said) ? (int) rows.get(said & ROW, 0) : said & (ELEMENTS - 1);
    }

    int writer(int mark) {
        int said = said(mark);
        return isWide(said) ? (int) (rows.get(said & ROW, 1) >>> 32) : (said >>> ELEMENT_BITS) & (WRITERS - 1);
    }

    int index(int mark) {
        int said = said(mark);
        return isWide(said) ? (int) rows.get(said & ROW, 1) : (said >>> INDEX_SHIFT) & (INDICES - 1);
    }

    long clock(int mark) {
        return rows.get(mark, CLOCK);
    }

    /** True if the mark is about what a replica said of an element. */
    boolean isOf(int mark, int element, int writer) {
        int said = said(mark);
        if (isWide(said)) {
            return element(mark) == element && writer(mark) == writer;
        }
        return element < ELEMENTS && writer < WRITERS && (said & NAME) == (writer << ELEMENT_BITS | element);
    }

    /** Says what a fresh mark is about. */
    void name(int mark, int kind, int element, int writer) {
        if (element < ELEMENTS && writer < WRITERS) {
            say(mark, kind << KIND_SHIFT | writer << ELEMENT_BITS | element);
        } else {
            widen(mark, kind, element, writer);
        }
    }

    /** Puts what a mark says in a row of its own: its kind and element, its writer and index. */
    private void widen(int mark, int kind, int element, int writer) {
        int row = rows.take();
        rows.set(row, 0, (long) kind << 32 | element);
        rows.set(row, 1, (long) writer << 32);
        say(mark, WIDE << KIND_SHIFT | row);
    }

    void kind(int mark, int kind) {
        int said = said(mark);
        if (isWide(said)) {
            rows.set(said & ROW, 0, (long) kind << 32 | element(mark));
        } else {
            say(mark, kind << KIND_SHIFT | (said & ROW));
        }
    }

    /** Says when a mark was made. */
    void date(int mark, long clock, int index) {
        rows.set(mark, CLOCK, clock);
        if (!isWide(said(mark)) && index >= INDICES) {
            widen(mark, kind(mark), element(mark), writer(mark));
        }
        int said = said(mark);
        if (isWide(said)) {
            rows.set(said & ROW, 1, (long) writer(mark) << 32 | index);
        } else {
            say(mark, (said & ~((INDICES - 1) << INDEX_SHIFT)) | index << INDEX_SHIFT);
        }
    }
}
