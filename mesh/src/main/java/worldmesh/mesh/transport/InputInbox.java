package worldmesh.mesh.transport;

import java.util.Arrays;
import worldmesh.mesh.link.Lane;

/** Delivers of every stream of the lane INPUT each message once and none after a newer one. Confined to its owner. */
final class InputInbox {
    private final int[] newest = new int[256];

    InputInbox() {
        Arrays.fill(newest, -1);
    }

    void onMessage(int stream, int number, byte[] message, TransportEvents events) {
        // Numbers have 16 bits and come round: the shorter way from the newest tells before from after.
        if (newest[stream] < 0 || (short) (number - newest[stream]) > 0) {
            newest[stream] = number;
            events.message(Lane.INPUT, stream, message);
        }
    }
}
