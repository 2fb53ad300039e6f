package worldmesh.world.sync.sketch;

/**
 * Makes the coded symbols of a set of items, as many as are asked for. Not thread-safe.
 */
public final class SketchEncoder {
    /** Made at once at least: a pass over all items costs the same for one symbol as for many. */
    private static final int FIRST = 256;

    private final long[] items;
    private final long[] draws;
    private final int[] next;
    private final CodedSymbols made = new CodedSymbols(FIRST);

    /** A sketch of these items, which are all different. */
    public SketchEncoder(long[] items) {
        this.items = items.clone();
        this.draws = items.clone();
        this.next = new int[items.length];
    }

    /** How many items there are. */
    public int items() {
        return items.length;
    }

    private void advance(int at, int end) {
        long item = items[at];
        long draw = draws[at];
        int symbol = next[at];
        while (symbol < end) {
            made.put(symbol, item, 1);
            draw = Mapping.draw(draw);
            symbol = Mapping.next(symbol, draw);
        }
        draws[at] = draw;
        next[at] = symbol;
    }

    private void make(int wanted) {
        if (wanted <= made.size()) {
            return;
        }
        int end = Math.max(wanted, Math.max(FIRST, 2 * made.size()));
        made.grow(end);
        for (int i = 0; i < items.length; i++) {
            if (next[i] < end) {
                advance(i, end);
            }
        }
    }

    /** The symbols from one on. */
    public CodedSymbols symbols(int from, int end) {
        make(end);
        return made.range(from, end);
    }

    CodedSymbols upTo(int end) {
        make(end);
        return made;
    }
}
