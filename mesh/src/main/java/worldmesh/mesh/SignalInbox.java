package worldmesh.mesh;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.identity.PeerId;

/**
 * Signals on their way to the user. When it is full, old state gives way to new, and reliable messages are not accepted
 * from the link any more until the user has taken some. Confined to whoever has the turn.
 */
final class SignalInbox {
    /** A second of 64 peers at 60 Hz. */
    static final int MAX_STATE = 4_096;

    static final int MAX_SIGNALS = 16_384;
    static final long MAX_BYTES = 32L << 20;

    /** Messages one record may still bring after {@link #ready} said yes, and links that come and go meanwhile. */
    private static final int SPARE = 4_096;

    private final ArrayDeque<MeshSignal> signals = new ArrayDeque<>();
    private final ArrayDeque<MeshSignal.Received> state = new ArrayDeque<>();
    private long bytes;
    private long dropped;

    /** True if there is room for reliable messages. */
    boolean ready() {
        return signals.size() < MAX_SIGNALS && bytes < MAX_BYTES;
    }

    /** Signals that were dropped because there was no room. */
    long dropped() {
        return dropped;
    }

    void add(MeshSignal signal) {
        if (signal instanceof MeshSignal.Received received && received.lane() == Lane.STATE) {
            addState(received);
            return;
        }
        if (signal instanceof MeshSignal.LinkDown down) {
            forgetState(down.peer());
        }
        if (signals.size() >= MAX_SIGNALS + SPARE) {
            dropped++;
            return;
        }
        bytes += size(signal);
        signals.addLast(signal);
    }

    /**
     * Moves up to {@code max} signals to {@code target}: first what happened to links and reliable data, then state.
     */
    void take(List<MeshSignal> target, int max) {
        for (int left = max - target.size(); left > 0; left--) {
            MeshSignal next = poll();
            if (next == null) {
                return;
            }
            target.add(next);
        }
    }

    private @Nullable MeshSignal poll() {
        MeshSignal next = signals.pollFirst();
        if (next == null) {
            return state.pollFirst();
        }
        bytes -= size(next);
        return next;
    }

    private void addState(MeshSignal.Received received) {
        if (state.size() >= MAX_STATE) {
            state.removeFirst();
            dropped++;
        }
        state.addLast(received);
    }

    private void forgetState(PeerId peer) {
        state.removeIf(received -> received.from().equals(peer));
    }

    private static int size(MeshSignal signal) {
        return signal instanceof MeshSignal.Received received ? received.message().length : 0;
    }
}
