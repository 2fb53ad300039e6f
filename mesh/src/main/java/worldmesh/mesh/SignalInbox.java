package worldmesh.mesh;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.identity.PeerId;

/**
 * Signals on their way to the user, a line for every peer. The lines are emptied in turns by deficit round robin
 * (Shreedhar and Varghese, SIGCOMM '95), so that whoever floods waits behind itself. A line may grow to a part of what
 * is still free (dynamic thresholds, Choudhury and Hahne, ToN '98): however many peers flood together, room is left for
 * those that do not. A peer whose line is full of reliable data is not heard until some of it was taken; of state its
 * own oldest gives way. Confined to whoever has the turn.
 */
final class SignalInbox {
    /** A second of 64 peers at 60 Hz. */
    static final int MAX_STATE = 4_096;

    static final int MAX_SIGNALS = 16_384;
    static final long MAX_BYTES = 32L << 20;

    /** A line may hold this part of what is free: one flood fills a fifth of the inbox, eight fill two thirds. */
    static final int PART = 4;

    /** So many messages of so many bytes are taken of any peer, however full the inbox. */
    static final int FLOOR_MESSAGES = 16;

    static final long FLOOR_BYTES = MeshPort.MAX_MESSAGE_BYTES;

    /** What a line may hand out when its turn comes, in bytes and {@link InboxLine#SIGNAL_COST}: 32 small messages. */
    static final int QUANTUM = 2_048;

    /** Messages one record may still bring after {@link #ready} said yes, above what its line may hold. */
    private static final int BURST = 4_096;

    private final Map<PeerId, InboxLine> lines = new HashMap<>(); // looked up only, never iterated
    private final InboxLine attempts = new InboxLine();
    private final ArrayDeque<Turn> turns = new ArrayDeque<>();
    private int events;
    private int messages;
    private long bytes;
    private int state;
    private long stateBytes;
    private long dropped;

    /** The place of a line in the round; the peer is null for what is about no link. */
    private record Turn(@Nullable PeerId peer, InboxLine line) {}

    /** True if there is room for reliable messages of {@code from}. */
    boolean ready(PeerId from) {
        InboxLine line = lines.get(from);
        return line == null || hasRoom(line, 0);
    }

    private boolean hasRoom(InboxLine line, int spare) {
        return fits(line.reliable() - spare, line.reliableBytes(), MAX_SIGNALS - messages, MAX_BYTES - bytes);
    }

    private static boolean fits(int count, long held, int freeCount, long freeBytes) {
        return (count < FLOOR_MESSAGES && held < FLOOR_BYTES) || (count < freeCount / PART && held < freeBytes / PART);
    }

    /** Signals that were dropped because there was no room. */
    long dropped() {
        return dropped;
    }

    void add(MeshSignal signal) {
        if (signal instanceof MeshSignal.Received received) {
            addMessage(received, line(received.from()));
        } else if (events >= MAX_SIGNALS) {
            dropped++;
        } else {
            events++;
            line(peer(signal)).add(signal);
        }
        if (signal instanceof MeshSignal.LinkDown down) {
            forgetState(line(down.peer()));
        }
    }

    private static @Nullable PeerId peer(MeshSignal event) {
        if (event instanceof MeshSignal.LinkUp up) {
            return up.peer();
        }
        if (event instanceof MeshSignal.LinkDown down) {
            return down.peer();
        }
        if (event instanceof MeshSignal.Moved moved) {
            return moved.peer();
        }
        return event instanceof MeshSignal.Suspected suspected ? suspected.peer() : null;
    }

    private void addMessage(MeshSignal.Received received, InboxLine line) {
        int size = received.message().length;
        if (!received.lane().reliable()) {
            makeRoomForState(line);
            state++;
            stateBytes += size;
            line.addState(received);
        } else if (line.reliableBytes() <= MAX_BYTES && hasRoom(line, BURST)) {
            messages++;
            bytes += size;
            line.add(received);
        } else {
            dropped++;
        }
    }

    private void makeRoomForState(InboxLine line) {
        while (line.stateCount() > 0
                && !fits(line.stateCount(), line.stateBytes(), MAX_STATE - state, MAX_BYTES - stateBytes)) {
            forgetOldestState(line);
            dropped++;
        }
    }

    private void forgetState(InboxLine line) {
        while (line.stateCount() > 0) {
            forgetOldestState(line);
        }
    }

    private void forgetOldestState(InboxLine line) {
        state--;
        stateBytes -= line.takeState().message().length;
    }

    /** The line of a peer, with a place in the round. */
    private InboxLine line(@Nullable PeerId peer) {
        InboxLine line = peer == null ? attempts : lines.computeIfAbsent(peer, p -> new InboxLine());
        if (line.enterRound()) {
            turns.addLast(new Turn(peer, line));
        }
        return line;
    }

    /** Moves up to {@code max} signals to {@code target}; of every peer those of its link and reliable data first. */
    void take(List<MeshSignal> target, int max) {
        while (target.size() < max && !turns.isEmpty()) {
            Turn turn = turns.getFirst();
            MeshSignal next = turn.line.poll();
            if (next == null) {
                endTurn(turns.removeFirst());
            } else {
                forgetCounts(next);
                target.add(next);
            }
        }
    }

    /** An empty line leaves the round; one that has spent its credit goes to the end and earns more. */
    private void endTurn(Turn turn) {
        if (!turn.line.isEmpty()) {
            turn.line.earn(QUANTUM);
            turns.addLast(turn);
            return;
        }
        turn.line.leaveRound();
        if (turn.peer != null) {
            lines.remove(turn.peer);
        }
    }

    private void forgetCounts(MeshSignal taken) {
        if (!(taken instanceof MeshSignal.Received received)) {
            events--;
        } else if (!received.lane().reliable()) {
            state--;
            stateBytes -= received.message().length;
        } else {
            messages--;
            bytes -= received.message().length;
        }
    }
}
