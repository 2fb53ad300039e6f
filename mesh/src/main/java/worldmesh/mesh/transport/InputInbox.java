package worldmesh.mesh.transport;

import java.util.Arrays;

/** Delivers of every stream of the lane INPUT each message once and none after a newer one. Confined to its owner. */
final class InputInbox {
    private static final int NONE = -1;

    private final long[] newest = new long[256];

    InputInbox() {
        Arrays.fill(newest, NONE);
    }

    /** True if the message whose number ends in the 16 bits {@code low} is the next to hand out. */
    boolean takes(int stream, int low) {
        long number = whole(stream, low);
        if (number <= newest[stream]) {
            return false;
        }
        newest[stream] = number;
        return true;
    }

    /**
     * The number with all its 64 bits: the one that ends in {@code low} and is nearest to the newest of the stream.
     * 32,767 lost in a row would be needed to take it for another, nine minutes at 60 a second; a link that hears
     * nothing for seconds is given up, and what has not left is not numbered.
     */
    long whole(int stream, int low) {
        long last = newest[stream];
        return last < 0 ? low : last + (short) (low - (int) last);
    }
}
