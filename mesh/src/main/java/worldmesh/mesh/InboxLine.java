package worldmesh.mesh;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.MeshSignal;

/** What waits of one peer: first what happened to its link and reliable data, then state. Confined to the inbox. */
final class InboxLine {
    /** Being handed out costs this much even when there are no bytes. */
    static final int SIGNAL_COST = 64;

    private final ArrayDeque<MeshSignal> signals = new ArrayDeque<>();
    private final ArrayDeque<MeshSignal.Received> state = new ArrayDeque<>();
    private long reliableBytes;
    private int reliable;
    private long stateBytes;
    private boolean inRound;
    private int credit;

    /** Reliable messages in here. */
    int reliable() {
        return reliable;
    }

    /** Bytes of the reliable messages in here. */
    long reliableBytes() {
        return reliableBytes;
    }

    /** State messages in here. */
    int stateCount() {
        return state.size();
    }

    /** Bytes of the state messages in here. */
    long stateBytes() {
        return stateBytes;
    }

    boolean isEmpty() {
        return signals.isEmpty() && state.isEmpty();
    }

    void add(MeshSignal signal) {
        if (signal instanceof MeshSignal.Received received) {
            reliable++;
            reliableBytes += received.message().length;
        }
        signals.addLast(signal);
    }

    void addState(MeshSignal.Received received) {
        stateBytes += received.message().length;
        state.addLast(received);
    }

    /** The oldest state message, which there must be. */
    MeshSignal.Received takeState() {
        MeshSignal.Received oldest = state.removeFirst();
        stateBytes -= oldest.message().length;
        return oldest;
    }

    /** True if the line had no place in the round; now it has. */
    boolean enterRound() {
        boolean entered = !inRound;
        inRound = true;
        return entered;
    }

    /** An empty line leaves and keeps no credit: what it did not need is not saved up. */
    void leaveRound() {
        inRound = false;
        credit = 0;
    }

    /** May hand out so much more. */
    void earn(int quantum) {
        credit += quantum;
    }

    /** The next signal if the credit pays for it. */
    @Nullable MeshSignal poll() {
        MeshSignal next = signals.isEmpty() ? state.peekFirst() : signals.peekFirst();
        if (next == null || cost(next) > credit) {
            return null;
        }
        credit -= cost(next);
        if (signals.isEmpty()) {
            return takeState();
        }
        if (next instanceof MeshSignal.Received received) {
            reliable--;
            reliableBytes -= received.message().length;
        }
        return signals.pollFirst();
    }

    private static int cost(MeshSignal signal) {
        return SIGNAL_COST + (signal instanceof MeshSignal.Received received ? received.message().length : 0);
    }
}
