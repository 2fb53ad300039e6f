package worldmesh.world.sync.sketch;

import java.util.Arrays;

/**
 * Finds what another set and one's own differ by from the other's coded symbols: subtracts one's own, then takes out
 * items that are alone in a symbol until nothing is left. Symbols that make no sense are never decoded, or refused as
 * soon as they hold more items than they can. Not thread-safe.
 */
public final class SketchDecoder {
    private final SketchEncoder own;
    private final CodedSymbols left = new CodedSymbols(64);
    private final Found theirs = new Found();
    private final Found ours = new Found();
    private int[] queue = new int[64];
    private int queued;
    private int open;
    private boolean failed;

    /** The items found so far, and where the mapping of each goes on. */
    private static final class Found {
        private long[] items = new long[16];
        private long[] draws = new long[16];
        private int[] next = new int[16];
        private int count;

        int add(long item) {
            if (count == items.length) {
                items = Arrays.copyOf(items, 2 * count);
                draws = Arrays.copyOf(draws, 2 * count);
                next = Arrays.copyOf(next, 2 * count);
            }
            items[count] = item;
            draws[count] = item;
            next[count] = 0;
            return count++;
        }
    }

    /** Decodes against the set of this encoder, which must not change meanwhile. */
    public SketchDecoder(SketchEncoder own) {
        this.own = own;
    }

    /** How many symbols were added. */
    public int symbols() {
        return left.size();
    }

    /** Adds the next symbols of the other side; true once all differences are found. */
    public boolean add(CodedSymbols more) {
        int from = left.size();
        int end = from + more.size();
        if (failed || more.size() == 0 || end > CodedSymbols.MAX) {
            failed |= end > CodedSymbols.MAX;
            return isDecoded();
        }
        CodedSymbols mine = own.upTo(end);
        left.grow(end);
        for (int i = from; i < end; i++) {
            left.sums[i] = more.sums[i - from] ^ mine.sums[i];
            left.checks[i] = more.checks[i - from] ^ mine.checks[i];
            left.counts[i] = (byte) (more.counts[i - from] - mine.counts[i]);
        }
        goOn(theirs, end, -1);
        goOn(ours, end, 1);
        for (int i = from; i < end; i++) {
            open += left.isEmpty(i) ? 0 : 1;
            enqueue(i);
        }
        peel();
        return isDecoded();
    }

    /** Takes items that were found already out of the new symbols. */
    private void goOn(Found found, int end, int sign) {
        for (int i = 0; i < found.count; i++) {
            long draw = found.draws[i];
            int symbol = found.next[i];
            while (symbol < end) {
                left.put(symbol, found.items[i], sign);
                draw = Mapping.draw(draw);
                symbol = Mapping.next(symbol, draw);
            }
            found.draws[i] = draw;
            found.next[i] = symbol;
        }
    }

    private void enqueue(int symbol) {
        if (left.pure(symbol) == 0) {
            return;
        }
        if (queued == queue.length) {
            queue = Arrays.copyOf(queue, 2 * queued);
        }
        queue[queued++] = symbol;
    }

    private void peel() {
        while (queued > 0 && !failed) {
            int at = queue[--queued];
            int sign = left.pure(at);
            if (sign != 0) {
                take(left.sums[at], sign);
            }
        }
    }

    private void take(long item, int sign) {
        Found found = sign > 0 ? theirs : ours;
        if (theirs.count + ours.count >= left.size()) {
            failed = true;
            return;
        }
        int at = found.add(item);
        long draw = item;
        int symbol = 0;
        while (symbol < left.size()) {
            boolean was = left.isEmpty(symbol);
            left.put(symbol, item, -sign);
            boolean is = left.isEmpty(symbol);
            open += was == is ? 0 : is ? -1 : 1;
            enqueue(symbol);
            draw = Mapping.draw(draw);
            symbol = Mapping.next(symbol, draw);
        }
        found.draws[at] = draw;
        found.next[at] = symbol;
    }

    /** True if all differences are found. */
    public boolean isDecoded() {
        return !failed && left.size() > 0 && open == 0;
    }

    /** True if the symbols are more than allowed or those of no set. */
    public boolean isFailed() {
        return failed;
    }

    /** The items that only the other side has, rising as unsigned numbers; whole once decoded. */
    public long[] onlyTheirs() {
        return sorted(theirs);
    }

    /** The items that only this side has, rising as unsigned numbers; whole once decoded. */
    public long[] onlyOurs() {
        return sorted(ours);
    }

    private static long[] sorted(Found found) {
        long[] out = Arrays.copyOf(found.items, found.count);
        for (int i = 0; i < out.length; i++) {
            out[i] ^= Long.MIN_VALUE;
        }
        Arrays.sort(out);
        for (int i = 0; i < out.length; i++) {
            out[i] ^= Long.MIN_VALUE;
        }
        return out;
    }
}
