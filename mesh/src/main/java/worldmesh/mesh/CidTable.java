package worldmesh.mesh;

import org.jspecify.annotations.Nullable;

/**
 * Finds what belongs to a connection id, for every datagram, without a box around the number. This side draws the ids
 * at random, so that their low bits serve as hash. Confined to the owner.
 */
final class CidTable<T> {
    private static final int FIRST_SLOTS = 16;

    private int[] cids = new int[FIRST_SLOTS];
    private @Nullable Object[] values = new @Nullable Object[FIRST_SLOTS];
    private int count;

    /** What is there under {@code cid}; null if nothing is. */
    @SuppressWarnings("unchecked") // only put writes values
    @Nullable T get(int cid) {
        return (T) values[find(cid)];
    }

    /** Puts {@code value} in, in place of what was there. */
    void put(int cid, T value) {
        int at = find(cid);
        boolean isNew = values[at] == null;
        cids[at] = cid;
        values[at] = value;
        if (isNew && 2 * ++count > values.length) {
            fillAnew(2 * values.length);
        }
    }

    /** Takes {@code value} out if it is there under {@code cid}. */
    void remove(int cid, T value) {
        int at = find(cid);
        if (values[at] == value) {
            values[at] = null;
            count--;
            fillAnew(values.length); // links end seldom; no gap is left that a search would stop at
        }
    }

    private void fillAnew(int size) {
        int[] oldCids = cids;
        @Nullable Object[] old = values;
        cids = new int[size];
        values = new @Nullable Object[size];
        for (int i = 0; i < old.length; i++) {
            if (old[i] != null) {
                int at = find(oldCids[i]);
                cids[at] = oldCids[i];
                values[at] = old[i];
            }
        }
    }

    /** The place of {@code cid}, or the free one where it belongs: at most half are taken. */
    private int find(int cid) {
        int at = cid & values.length - 1;
        while (values[at] != null && cids[at] != cid) {
            at = at + 1 & values.length - 1;
        }
        return at;
    }
}
