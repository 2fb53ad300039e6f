package worldmesh.world.sync.sketch;

import java.util.Arrays;

/**
 * Makes the coded symbols of a set of items, as many as are asked for, and keeps those made right while items come and
 * go: each costs as many symbols as it is part of, whatever the size of the set. Not thread-safe.
 */
public final class SketchEncoder {
    /** Made at once at least: a pass over all items costs the same for one symbol as for many. */
    private static final int FIRST = 256;

    private long[] items;
    private long[] draws;
    private int[] next;
    private int count;
    private int removed;
    private final CodedSymbols made;

    /** A sketch of these items, which are all different; each is known by its place from then on. */
    public SketchEncoder(long[] items) {
        this(items.clone(), items.clone(), new int[items.length], new CodedSymbols(FIRST));
    }

    private SketchEncoder(long[] items, long[] draws, int[] next, CodedSymbols made) {
        this.items = items;
        this.draws = draws;
        this.next = next;
        this.count = items.length;
        this.made = made;
    }

    /** The same sketch, to go on from by itself. */
    public SketchEncoder copy() {
        SketchEncoder out = new SketchEncoder(
                Arrays.copyOf(items, count),
                Arrays.copyOf(draws, count),
                Arrays.copyOf(next, count),
                made.range(0, made.size()));
        out.removed = removed;
        return out;
    }

    /** How many items there are. */
    public int items() {
        return count - removed;
    }

    /** How many places are of items that are gone. */
    public int removed() {
        return removed;
    }

    /** Adds an item that is not in the set, at the next place. */
    public void add(long item) {
        if (count == items.length) {
            int room = Math.max(16, 2 * count);
            items = Arrays.copyOf(items, room);
            draws = Arrays.copyOf(draws, room);
            next = Arrays.copyOf(next, room);
        }
        items[count] = item;
        draws[count] = item;
        next[count] = 0;
        advance(count++, made.size());
    }

    /** Takes the item at a place out. */
    public void remove(int at) {
        if (next[at] == Mapping.END) {
            throw new IllegalStateException("the item at " + at + " is gone already");
        }
        long item = items[at];
        long draw = item;
        int symbol = 0;
        while (symbol < made.size()) {
            made.put(symbol, item, -1);
            draw = Mapping.draw(draw);
            symbol = Mapping.next(symbol, draw);
        }
        next[at] = Mapping.END;
        removed++;
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
        next[at] = Math.min(symbol, Mapping.END - 1);
    }

    private void make(int wanted) {
        if (wanted <= made.size()) {
            return;
        }
        int end = Math.max(wanted, Math.max(FIRST, 2 * made.size()));
        made.grow(end);
        for (int i = 0; i < count; i++) {
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
