package worldmesh.world.state;

import java.util.Arrays;
import worldmesh.world.causal.VersionVector;

/** The replicas that a sector's state names, as small numbers, and how far each was heard. Not thread-safe. */
final class Authors {
    /** The replica that no peer is: who wrote what is settled. */
    static final long NOBODY = 0;

    private static final int NONE = -1;

    private long[] ids = new long[4];
    private long[] sequences = new long[4];
    private long[] clocks = new long[4];
    private int[] index = new int[16];
    private int count;
    private int last = NONE;

    /** The number of a replica, -1 if it was never named. */
    int find(long replica) {
        if (last >= 0 && ids[last] == replica) {
            return last;
        }
        int mask = index.length - 1;
        for (int at = hash(replica) & mask; index[at] != 0; at = (at + 1) & mask) {
            int found = index[at] - 1;
            if (ids[found] == replica) {
                last = found;
                return found;
            }
        }
        return NONE;
    }

    /** The number of a replica, given to it if it has none. */
    int of(long replica) {
        int found = find(replica);
        if (found >= 0) {
            return found;
        }
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
            sequences = Arrays.copyOf(sequences, 2 * count);
            clocks = Arrays.copyOf(clocks, 2 * count);
        }
        ids[count++] = replica;
        if (2 * count > index.length) {
            index = new int[2 * index.length];
            for (int i = 0; i < count; i++) {
                file(i);
            }
        } else {
            file(count - 1);
        }
        return count - 1;
    }

    private void file(int author) {
        int mask = index.length - 1;
        int at = hash(ids[author]) & mask;
        while (index[at] != 0) {
            at = (at + 1) & mask;
        }
        index[at] = author + 1;
    }

    private static int hash(long replica) {
        long mixed = replica * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 32);
    }

    long id(int author) {
        return ids[author];
    }

    /** Orders by unsigned replica id. */
    int compare(int one, int other) {
        return one == other ? 0 : Long.compareUnsigned(ids[one], ids[other]);
    }

    int count() {
        return count;
    }

    long sequence(long replica) {
        int author = find(replica);
        return author < 0 ? 0 : sequences[author];
    }

    /** How far each was heard. */
    VersionVector vector() {
        VersionVector out = new VersionVector();
        for (int author : heard()) {
            out.set(ids[author], sequences[author]);
        }
        return out;
    }

    long clock(long replica) {
        int author = find(replica);
        return author < 0 ? 0 : clocks[author];
    }

    void advance(long replica, long sequence, long clock) {
        int author = of(replica);
        sequences[author] = sequence;
        clocks[author] = clock;
    }

    /** The numbers of those of whom a batch is part of the state, by unsigned id. */
    int[] heard() {
        int[] out = new int[count];
        int found = 0;
        for (int i = 0; i < count; i++) {
            if (sequences[i] != 0) {
                int at = found++;
                for (; at > 0 && compare(out[at - 1], i) > 0; at--) {
                    out[at] = out[at - 1];
                }
                out[at] = i;
            }
        }
        return Arrays.copyOf(out, found);
    }
}
