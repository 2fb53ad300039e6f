package worldmesh.mesh;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.identity.PeerId;

/**
 * Signals on their way to the user. When it is full, old state gives way to new, and reliable messages are not accepted
 * any more until the user has taken some. A peer that has filled its share waits alone: its flood does not close the
 * inbox to the others. Confined to whoever has the turn.
 */
final class SignalInbox {
    /** A second of 64 peers at 60 Hz. */
    static final int MAX_STATE = 4_096;

    static final int MAX_SIGNALS = 16_384;
    static final long MAX_BYTES = 32L << 20;

    /** The part of the inbox one peer may fill: a user that stands still for a third of a second misses nothing. */
    private static final int SHARE = 8;

    static final int MAX_SIGNALS_PER_PEER = MAX_SIGNALS / SHARE;
    static final long MAX_BYTES_PER_PEER = MAX_BYTES / SHARE;

    /** Messages one record may still bring after {@link #ready} said yes, and links that come and go meanwhile. */
    private static final int SPARE = 4_096;

    private final ArrayDeque<MeshSignal> signals = new ArrayDeque<>();
    private final ArrayDeque<MeshSignal.Received> state = new ArrayDeque<>();
    private final Map<PeerId, Share> shares = new HashMap<>(); // looked up only, never iterated
    private long bytes;
    private long dropped;

    /** True if there is room for reliable messages of {@code from}. */
    boolean ready(PeerId from) {
        Share share = shares.get(from);
        boolean within = share == null || (share.messages < MAX_SIGNALS_PER_PEER && share.bytes < MAX_BYTES_PER_PEER);
        return within && signals.size() < MAX_SIGNALS && bytes < MAX_BYTES;
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
        if (signal instanceof MeshSignal.Received received) {
            count(received, 1);
        }
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
        if (next instanceof MeshSignal.Received received) {
            count(received, -1);
        }
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

    private void count(MeshSignal.Received message, int sign) {
        long size = (long) sign * message.message().length;
        bytes += size;
        Share share = shares.computeIfAbsent(message.from(), peer -> new Share());
        share.messages += sign;
        share.bytes += size;
        if (share.messages == 0) {
            shares.remove(message.from());
        }
    }

    /** What one peer has in here. */
    private static final class Share {
        int messages;
        long bytes;
    }
}
