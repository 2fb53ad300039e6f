package worldmesh.world.state;

/**
 * How columns lay the rows of their slots in pages, so that a sector may grow without what is there being copied. All
 * pages but the last one are whole. Keeps no state.
 */
final class SlotRows {
    static final int PAGE_BITS = 9;
    static final int PAGE = 1 << PAGE_BITS;
    static final int IN_PAGE = PAGE - 1;

    private SlotRows() {}

    /** How many pages so many slots take. */
    static int pages(int slots) {
        return (slots + IN_PAGE) >>> PAGE_BITS;
    }

    /** How many slots a page holds where there is room for so many in all. */
    static int slotsOf(int page, int room) {
        return Math.min(PAGE, room - (page << PAGE_BITS));
    }
}
