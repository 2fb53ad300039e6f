package worldmesh.world.crdt.sequence;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds the leaf that holds a counter of one author, by the first counters of all its spans, in blocks. */
final class SpanIndex {
    private static final int BLOCK = 256;

    private int[][] starts = {new int[BLOCK]};
    private SpanTree.Leaf[][] leaves = {new SpanTree.Leaf[BLOCK]};
    private int[] counts = new int[1];
    private int blocks = 1;

    /** The block in which a counter belongs. */
    private int block(int counter) {
        int low = 0;
        int high = blocks - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts[middle][0] <= counter) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The last place in a block whose start is not above the counter, -1 for none. */
    private int place(int block, int counter) {
        int count = counts[block];
        int[] all = starts[block];
        if (count == 0 || all[count - 1] <= counter) {
            return count - 1;
        }
        int found = Arrays.binarySearch(all, 0, count, counter);
        return found >= 0 ? found : -found - 2;
    }

    /** The leaf of the last span that starts at or below the counter, null for none. */
    SpanTree.@Nullable Leaf floor(int counter) {
        int block = block(counter);
        int place = place(block, counter);
        return place < 0 ? null : leaves[block][place];
    }

    /** Notes where the span with this first counter is. */
    void put(int start, SpanTree.Leaf leaf) {
        int block = block(start);
        int place = place(block, start);
        if (place >= 0 && starts[block][place] == start) {
            leaves[block][place] = leaf;
            return;
        }
        if (counts[block] == BLOCK) {
            split(block);
            put(start, leaf);
            return;
        }
        int at = place + 1;
        int behind = counts[block] - at;
        System.arraycopy(starts[block], at, starts[block], at + 1, behind);
        System.arraycopy(leaves[block], at, leaves[block], at + 1, behind);
        starts[block][at] = start;
        leaves[block][at] = leaf;
        counts[block]++;
    }

    private void split(int block) {
        if (blocks == starts.length) {
            starts = Arrays.copyOf(starts, 2 * blocks);
            leaves = Arrays.copyOf(leaves, 2 * blocks);
            counts = Arrays.copyOf(counts, 2 * blocks);
        }
        int behind = blocks - block - 1;
        System.arraycopy(starts, block + 1, starts, block + 2, behind);
        System.arraycopy(leaves, block + 1, leaves, block + 2, behind);
        System.arraycopy(counts, block + 1, counts, block + 2, behind);
        // Counters mostly rise: a block that is full at the end stays full.
        int kept = block == blocks - 1 ? BLOCK - 1 : BLOCK / 2;
        int[] upper = new int[BLOCK];
        SpanTree.Leaf[] upperLeaves = new SpanTree.Leaf[BLOCK];
        System.arraycopy(starts[block], kept, upper, 0, BLOCK - kept);
        System.arraycopy(leaves[block], kept, upperLeaves, 0, BLOCK - kept);
        starts[block + 1] = upper;
        leaves[block + 1] = upperLeaves;
        counts[block + 1] = BLOCK - kept;
        counts[block] = kept;
        blocks++;
    }

    /** Forgets a span that became part of the one before it. */
    void remove(int start) {
        int block = block(start);
        int place = place(block, start);
        if (place < 0 || starts[block][place] != start) {
            return;
        }
        int behind = counts[block] - place - 1;
        System.arraycopy(starts[block], place + 1, starts[block], place, behind);
        System.arraycopy(leaves[block], place + 1, leaves[block], place, behind);
        counts[block]--;
        if (counts[block] == 0 && blocks > 1) {
            int after = blocks - block - 1;
            System.arraycopy(starts, block + 1, starts, block, after);
            System.arraycopy(leaves, block + 1, leaves, block, after);
            System.arraycopy(counts, block + 1, counts, block, after);
            blocks--;
        }
    }
}
