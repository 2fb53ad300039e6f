package worldmesh.peer.view;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import worldmesh.world.entity.EntityId;

/**
 * The cells of one type in a hash table of pages, of which frozen tables share all that was not written since: a write
 * copies the page it changes, once after each {@link #freeze}. Confined to the world's thread; what it froze is not.
 */
final class CellPages {
    private static final int PAGE_BITS = 5;
    private static final int PAGE = 1 << PAGE_BITS;

    private final UnaryOperator<@Nullable Cell[]> copy;
    private @Nullable Cell[][] pages = {new Cell[PAGE]};
    private boolean[] owned = new boolean[1];
    private boolean ownsAll;
    private int size;

    /** One cell of a bucket. */
    record Cell(EntityId entity, Record value, @Nullable Cell next) {}

    CellPages() {
        this(page -> Arrays.copyOf(page, page.length));
    }

    /** With a way of copying pages: a seam for a planted bug. */
    CellPages(UnaryOperator<@Nullable Cell[]> copy) {
        this.copy = copy;
    }

    private static int bucket(EntityId entity, int buckets) {
        long mixed = (entity.replica() * 31 + entity.counter()) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 32) & (buckets - 1);
    }

    /** Sets a cell, or takes it away by null. */
    void put(EntityId entity, @Nullable Record value) {
        if (value != null && size >= pages.length * PAGE) {
            grow();
        }
        int bucket = bucket(entity, pages.length * PAGE);
        @Nullable Cell[] page = own(bucket >> PAGE_BITS);
        Cell rest = without(page[bucket & (PAGE - 1)], entity);
        size += value == null ? 0 : 1;
        page[bucket & (PAGE - 1)] = value == null ? rest : new Cell(entity, value, rest);
    }

    private @Nullable Cell[] own(int page) {
        if (!ownsAll) {
            pages = Arrays.copyOf(pages, pages.length);
            owned = new boolean[pages.length];
            ownsAll = true;
        }
        if (!owned[page]) {
            pages[page] = copy.apply(pages[page]);
            owned[page] = true;
        }
        return pages[page];
    }

    private @Nullable Cell without(@Nullable Cell first, EntityId entity) {
        Cell out = null;
        for (Cell cell = first; cell != null; cell = cell.next()) {
            if (cell.entity().equals(entity)) {
                size--;
            } else {
                out = new Cell(cell.entity(), cell.value(), out);
            }
        }
        return out;
    }

    private void grow() {
        @Nullable Cell[][] old = pages;
        pages = new Cell[2 * old.length][PAGE];
        owned = new boolean[pages.length];
        Arrays.fill(owned, true);
        ownsAll = true;
        for (@Nullable Cell[] page : old) {
            for (Cell first : page) {
                for (Cell cell = first; cell != null; cell = cell.next()) {
                    int bucket = bucket(cell.entity(), pages.length * PAGE);
                    @Nullable Cell[] to = pages[bucket >> PAGE_BITS];
                    to[bucket & (PAGE - 1)] = new Cell(cell.entity(), cell.value(), to[bucket & (PAGE - 1)]);
                }
            }
        }
    }

    /** What is there now, for good. */
    Table freeze() {
        ownsAll = false;
        return new Table(pages, size);
    }

    /** Cells that never change. */
    static final class Table {
        private final @Nullable Cell[][] pages;
        private final int size;

        private Table(@Nullable Cell[][] pages, int size) {
            this.pages = pages;
            this.size = size;
        }

        int size() {
            return size;
        }

        @Nullable Record get(EntityId entity) {
            int bucket = bucket(entity, pages.length * PAGE);
            Cell cell = pages[bucket >> PAGE_BITS][bucket & (PAGE - 1)];
            while (cell != null && !cell.entity().equals(entity)) {
                cell = cell.next();
            }
            return cell == null ? null : cell.value();
        }

        void each(CellVisitor visitor) {
            for (@Nullable Cell[] page : pages) {
                for (Cell first : page) {
                    for (Cell cell = first; cell != null; cell = cell.next()) {
                        visitor.cell(cell.entity(), cell.value());
                    }
                }
            }
        }
    }

    /** Takes cells. */
    interface CellVisitor {
        /** One of them. */
        void cell(EntityId entity, Record value);
    }
}
