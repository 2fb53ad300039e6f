package worldmesh.world.sync;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of batches one after the other in a few arrays. Arrays whose batches have all left are written to again.
 * Not thread-safe.
 */
final class BatchSegments {
    private static final int LEAST_BYTES = 1024;
    /** One batch at most takes nearly as much. */
    private static final int MOST_BYTES = 64 * 1024;

    /** Segments by their numbers, as a ring from the oldest one on. */
    private byte[] @Nullable [] ring = new byte[4][];

    private long oldest;
    private long next;
    /** How much of the newest one is written. */
    private int written;

    private byte @Nullable [] spare;

    /** Room for so many bytes: the number of the segment above 20 bits, below where they begin. */
    long take(int length) {
        if (next == oldest || written + length > segment(next - 1).length) {
            open(length);
        }
        long spot = (next - 1) << 20 | written;
        written += length;
        return spot;
    }

    /** The array in which a spot lies. */
    byte[] array(long spot) {
        return segment(spot >>> 20);
    }

    /** Where in the array a spot begins. */
    static int offset(long spot) {
        return (int) spot & ((1 << 20) - 1);
    }

    private byte[] segment(long number) {
        byte[] found = ring[(int) number & (ring.length - 1)];
        if (found == null) {
            throw new IllegalStateException("no segment " + number + " among " + oldest + ".." + next);
        }
        return found;
    }

    private void open(int length) {
        if (next - oldest == ring.length) {
            byte[][] wider = new byte[2 * ring.length][];
            for (long number = oldest; number < next; number++) {
                wider[(int) number & (wider.length - 1)] = segment(number);
            }
            ring = wider;
        }
        byte[] fresh = spare;
        spare = null;
        if (fresh == null || fresh.length < length) {
            int before = next == oldest ? LEAST_BYTES / 2 : segment(next - 1).length;
            fresh = new byte[Math.max(length, Math.min(MOST_BYTES, 2 * before))];
        }
        ring[(int) next & (ring.length - 1)] = fresh;
        next++;
        written = 0;
    }

    /** Gives back what lies before a spot. */
    void freeBefore(long spot) {
        free(spot >>> 20);
    }

    /** Gives back all. */
    void clear() {
        free(next);
    }

    private void free(long before) {
        while (oldest < before) {
            int at = (int) oldest & (ring.length - 1);
            byte[] freed = ring[at];
            spare = spare == null || (freed != null && freed.length >= spare.length) ? freed : spare;
            ring[at] = null;
            oldest++;
        }
    }
}
