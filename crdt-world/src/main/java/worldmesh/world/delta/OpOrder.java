package worldmesh.world.delta;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import worldmesh.world.bytes.BitWriter;

/**
 * The order of ops in columns: by replica, trust and serial number of their entities; those of one entity in their own
 * order. Used again and again; not thread-safe.
 */
final class OpOrder {
    private static final int PLACE_BITS = 14;
    private static final int SERIAL_BITS = 40;
    private static final int RANK_BITS = 9;

    /** So many bits are sorted by at once. */
    private static final int DIGIT_BITS = 8;

    private static final int DIGITS = 1 << DIGIT_BITS;
    /** Fewer than these are sorted by comparing. */
    private static final int FEW = 48;

    private int[] ranks = new int[8];
    private long[] keys = new long[128];
    private long[] other = new long[128];
    private final int[] starts = new int[DIGITS];
    private int[] order = new int[128];
    /** The places in their own order, for ops that are ordered as they lie. */
    private int[] places = new int[0];

    /** The order, in an array that may be longer and holds it until the next call. */
    int[] of(OpBuffer ops) {
        int size = ops.size();
        if (ops.groupCount() == 1 && isRising(ops)) {
            return inPlace(size);
        }
        rank(ops);
        if (size > order.length) {
            keys = new long[2 * size];
            other = new long[2 * size];
            order = new int[2 * size];
        }
        boolean small = ops.groupCount() < 1 << RANK_BITS;
        boolean sorted = true;
        long most = 0;
        for (int i = 0; i < size; i++) {
            long serial = ops.counter(i) >>> 2;
            small &= serial >>> SERIAL_BITS == 0;
            most = Math.max(most, serial);
            keys[i] = ((long) ranks[ops.group(i)] << (SERIAL_BITS + PLACE_BITS)) | (serial << PLACE_BITS) | i;
            sorted &= i == 0 || keys[i - 1] < keys[i];
        }
        if (!small) {
            return orderOfLarge(ops);
        }
        if (!sorted && size < FEW) {
            Arrays.sort(keys, 0, size);
        } else if (!sorted) {
            sort(size, most, ops.groupCount());
        }
        for (int i = 0; i < size; i++) {
            order[i] = (int) keys[i] & ((1 << PLACE_BITS) - 1);
        }
        return order;
    }

    private static boolean isRising(OpBuffer ops) {
        long before = 0;
        for (int i = 0; i < ops.size(); i++) {
            long serial = ops.counter(i) >>> 2;
            if (serial < before) {
                return false;
            }
            before = serial;
        }
        return true;
    }

    private int[] inPlace(int size) {
        int known = places.length;
        if (size > known) {
            places = Arrays.copyOf(places, 2 * size);
            for (int i = known; i < places.length; i++) {
                places[i] = i;
            }
        }
        return places;
    }

    /** Sorts by serial numbers, then by ranks, digit by digit from the lowest; those of one entity stay in order. */
    private void sort(int size, long mostSerial, int groups) {
        int serialBits = BitWriter.width(mostSerial);
        for (int bit = 0; bit < serialBits; bit += DIGIT_BITS) {
            sortBy(PLACE_BITS + bit, size);
        }
        int rankBits = BitWriter.width(groups - 1L);
        for (int bit = 0; bit < rankBits; bit += DIGIT_BITS) {
            sortBy(SERIAL_BITS + PLACE_BITS + bit, size);
        }
    }

    private void sortBy(int shift, int size) {
        Arrays.fill(starts, 0);
        for (int i = 0; i < size; i++) {
            starts[digit(keys[i], shift)]++;
        }
        int sum = 0;
        for (int i = 0; i < DIGITS; i++) {
            int count = starts[i];
            starts[i] = sum;
            sum += count;
        }
        for (int i = 0; i < size; i++) {
            other[starts[digit(keys[i], shift)]++] = keys[i];
        }
        long[] swap = keys;
        keys = other;
        other = swap;
    }

    private static int digit(long key, int shift) {
        return (int) (key >>> shift) & (DIGITS - 1);
    }

    private void rank(OpBuffer ops) {
        int groups = ops.groupCount();
        if (groups > ranks.length) {
            ranks = new int[2 * groups];
        }
        for (int i = 0; i < groups; i++) {
            ranks[i] = 0;
            for (int j = 0; j < groups; j++) {
                ranks[i] += compareGroups(ops, j, i) < 0 ? 1 : 0;
            }
        }
    }

    private static int compareGroups(OpBuffer ops, int one, int other) {
        int order = Long.compareUnsigned(ops.replica(one), ops.replica(other));
        return order == 0 ? Integer.compare(ops.trust(one), ops.trust(other)) : order;
    }

    /** Serial numbers beyond what a key holds: of forged ids, or of worlds older than any. */
    private int[] orderOfLarge(OpBuffer ops) {
        return IntStream.range(0, ops.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(op -> ranks[ops.group(op)])
                        .thenComparingLong(op -> ops.counter(op) >>> 2))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
