package worldmesh.world.state;

import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.NumberColumn;

/** Counts of parts in a snapshot. */
final class Counts {
    private Counts() {}

    /** Reads counts, together no more than a part takes a bit of what is left. */
    static int[] decode(int count, BitReader in) {
        long[] raw = NumberColumn.decode(count, in);
        int[] out = new int[count];
        long all = 0;
        for (int i = 0; i < count; i++) {
            all += raw[i] < 0 || raw[i] > Integer.MAX_VALUE ? Integer.MAX_VALUE : raw[i];
            if (all > (long) count + in.remainingBits()) {
                in.fail();
                return new int[count];
            }
            out[i] = (int) raw[i];
        }
        return out;
    }

    static int sum(int[] counts) {
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }
}
