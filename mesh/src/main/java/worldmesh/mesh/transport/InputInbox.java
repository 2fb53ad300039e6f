package worldmesh.mesh.transport;

import java.util.Arrays;

/** Delivers of every stream of the lane INPUT each message once and none after a newer one. Confined to its owner. */
final class InputInbox {
    private final int[] newest = new int[256];

    InputInbox() {
        Arrays.fill(newest, -1);
    }

    /** True if the message with {@code number} is the next to hand out. */
    boolean takes(int stream, int number) {
        // Numbers have 16 bits and come round: the shorter way from the newest tells before from after.
        boolean newer = newest[stream] < 0 || (short) (number - newest[stream]) > 0;
        if (newer) {
            newest[stream] = number;
        }
        return newer;
    }
}
