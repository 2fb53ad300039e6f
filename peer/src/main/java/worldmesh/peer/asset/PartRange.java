package worldmesh.peer.asset;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Parts of a file that follow each other.
 *
 * @param first the number of the first
 * @param count how many; at least one
 */
public record PartRange(int first, int count) {
    /** Refuses what is no range. */
    public PartRange {
        if (first < 0 || count < 1 || first > Integer.MAX_VALUE - count) {
            throw new IllegalArgumentException("parts " + first + " and " + count + " from there are no range");
        }
    }

    /** The number after the last. */
    public int end() {
        return first + count;
    }

    /** The ranges of a set, in order. */
    static List<PartRange> of(BitSet parts) {
        List<PartRange> ranges = new ArrayList<>();
        for (int from = parts.nextSetBit(0); from >= 0; ) {
            int end = parts.nextClearBit(from);
            ranges.add(new PartRange(from, end - from));
            from = parts.nextSetBit(end);
        }
        return ranges;
    }
}
