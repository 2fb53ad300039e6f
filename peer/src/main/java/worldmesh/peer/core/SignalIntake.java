package worldmesh.peer.core;

import java.util.function.Consumer;
import worldmesh.mesh.MeshPort;
import worldmesh.mesh.link.MeshSignal;

/**
 * Takes what the mesh reports, as much as one update may cost. What is left waits for the next one, before which the
 * session answers what it has: who comes back to a party and is sent ten seconds of it at once neither stops its game
 * for that long, nor keeps the others waiting for its first word. Confined to the session's thread.
 */
final class SignalIntake {
    /** Signals of one update, so that a flood cannot stop the game. */
    static final int SIGNALS_MAX = 8_192;

    /**
     * Reliable messages of one update: entries, batches and commands, whose signatures and rules are looked into. At
     * half a millisecond each they cost as much as a few frames; at 20 updates a second 2,560 a second are taken.
     */
    static final int RELIABLE_MAX = 128;

    /** Taken from the mesh between two looks at what it has cost so far. */
    private static final int AT_ONCE = 16;

    private final MeshPort mesh;
    private final Consumer<MeshSignal> consumer;
    private int reliable;

    SignalIntake(MeshPort mesh, Consumer<MeshSignal> consumer) {
        this.mesh = mesh;
        this.consumer = consumer;
    }

    /** Hands on what came, oldest first. */
    void take() {
        reliable = 0;
        int left = SIGNALS_MAX;
        while (left > 0 && reliable < RELIABLE_MAX) {
            int taken = mesh.drain(this::onSignal, Math.min(left, AT_ONCE));
            if (taken == 0) {
                return;
            }
            left -= taken;
        }
    }

    private void onSignal(MeshSignal signal) {
        if (signal instanceof MeshSignal.Received received && received.lane().reliable()) {
            reliable++;
        }
        consumer.accept(signal);
    }
}
