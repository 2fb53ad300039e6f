package worldmesh.world.crdt.sequence;

import java.util.Arrays;

/** The first run that hangs at a unit on a side, by author, counter and side. Open addressing; not thread-safe. */
final class Children {
    private static final long EMPTY = -1;

    private long[] keys = new long[16];
    private long[] runs = new long[16];
    private int count;

    Children() {
        Arrays.fill(keys, EMPTY);
    }

    /** The root is author -1. */
    static long key(int author, int counter, boolean left) {
        return ((author + 1L) << 33) | ((long) counter << 1) | (left ? 1 : 0);
    }

    private int slot(long key) {
        int at = (int) ((key * 0x9e3779b97f4a7c15L) >>> 32) & (keys.length - 1);
        while (keys[at] != EMPTY && keys[at] != key) {
            at = (at + 1) & (keys.length - 1);
        }
        return at;
    }

    /** Author and run of the first child, in the upper and lower half; -1 for none. */
    long first(long key) {
        int at = slot(key);
        return keys[at] == EMPTY ? -1 : runs[at];
    }

    void set(long key, int author, int run) {
        if (2 * count >= keys.length) {
            grow();
        }
        int at = slot(key);
        count += keys[at] == EMPTY ? 1 : 0;
        keys[at] = key;
        runs[at] = ((long) author << 32) | run;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldRuns = runs;
        keys = new long[2 * oldKeys.length];
        runs = new long[keys.length];
        Arrays.fill(keys, EMPTY);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != EMPTY) {
                int at = slot(oldKeys[i]);
                keys[at] = oldKeys[i];
                runs[at] = oldRuns[i];
            }
        }
    }
}
