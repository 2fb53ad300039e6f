package worldmesh.peer.core;

import java.util.function.Consumer;
import java.util.function.IntSupplier;
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
     * Messages of one update whose signatures and rules are looked into: entries, batches, commands. At half a
     * millisecond each they cost as much as a few frames; at 20 updates a second 2,560 a second are taken.
     */
    static final int JUDGED_MAX = 128;

    /** Taken from the mesh between two looks at what it has cost so far. */
    private static final int AT_ONCE = 16;

    private final MeshPort mesh;
    private final Consumer<MeshSignal> consumer;
    private final IntSupplier judged;

    /** Hands to {@code consumer}; {@code judged} counts what it judged in this update. */
    SignalIntake(MeshPort mesh, Consumer<MeshSignal> consumer, IntSupplier judged) {
        this.mesh = mesh;
        this.consumer = consumer;
        this.judged = judged;
    }

    /** Hands on what came, oldest first; true if some of it waits for the next update. */
    boolean take() {
        int left = SIGNALS_MAX;
        while (left > 0 && judged.getAsInt() < JUDGED_MAX) {
            int taken = mesh.drain(consumer, Math.min(left, AT_ONCE));
            if (taken == 0) {
                return false;
            }
            left -= taken;
        }
        return true;
    }
}
