package worldmesh.world.crdt.sequence;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All that one author wrote, in the order it did: the units, and the runs they fall into. The first unit of a run names
 * its parent in the tree; every other one is the right child of the unit before it. Not thread-safe.
 */
final class Runs {
    final Author author;
    final Units units;
    int length;

    // One place for each run.
    int[] start = new int[4];
    int[] parentAuthor = new int[4];
    int[] parentCounter = new int[4];
    boolean[] left = new boolean[4];
    boolean[] placed = new boolean[4];
    /** Whether anything but the run itself hangs right of one of its units. */
    boolean[] forked = new boolean[4];
    /** The next child on the same side of the same parent: its author and run, -1 for none. */
    int[] siblingAuthor = new int[4];

    int[] siblingRun = new int[4];
    int count;

    /** Deletions of units that are not written yet, from and to. */
    @Nullable Ranges early;

    Runs(Author author, Units units) {
        this.author = author;
        this.units = units;
    }

    void append(Units more, int from, int to) {
        units.append(more, from, to);
        length += to - from;
    }

    int addRun(int parent, int counter, boolean isLeft) {
        if (count == start.length) {
            int capacity = 2 * count;
            start = Arrays.copyOf(start, capacity);
            parentAuthor = Arrays.copyOf(parentAuthor, capacity);
            parentCounter = Arrays.copyOf(parentCounter, capacity);
            left = Arrays.copyOf(left, capacity);
            placed = Arrays.copyOf(placed, capacity);
            forked = Arrays.copyOf(forked, capacity);
            siblingAuthor = Arrays.copyOf(siblingAuthor, capacity);
            siblingRun = Arrays.copyOf(siblingRun, capacity);
        }
        start[count] = length;
        parentAuthor[count] = parent;
        parentCounter[count] = counter;
        left[count] = isLeft;
        return count++;
    }

    /** The run of a unit. */
    int runOf(int counter) {
        if (start[count - 1] <= counter) {
            return count - 1;
        }
        int found = Arrays.binarySearch(start, 0, count, counter);
        return found >= 0 ? found : -found - 2;
    }

    /** The unit after the last of a run. */
    int end(int run) {
        return run + 1 < count ? start[run + 1] : length;
    }

    /** True if the unit after this one is its right child by being of the same run. */
    boolean goesOn(int counter) {
        return counter + 1 < end(runOf(counter));
    }
}
