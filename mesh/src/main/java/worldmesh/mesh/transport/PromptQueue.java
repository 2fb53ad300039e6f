package worldmesh.mesh.transport;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait for a datagram and are worth nothing late. Bounded: when it is full the oldest gives way. Confined
 * to its owner.
 */
final class PromptQueue {
    /** A second of a player's input at 60 Hz; eight talkers' frames of 10 ms, twice what a jitter buffer waits for. */
    static final int MAX_MESSAGES = 64;

    private final ArrayDeque<Message> queue = new ArrayDeque<>();
    private long bytes;
    private long dropped;

    /** A message and its stream. */
    record Message(int stream, byte[] content) {}

    void add(int stream, byte[] content) {
        if (queue.size() == MAX_MESSAGES) {
            remove();
            dropped++;
        }
        queue.addLast(new Message(stream, content));
        bytes += content.length;
    }

    /** The oldest; null if none waits. */
    @Nullable Message first() {
        return queue.peekFirst();
    }

    /** The oldest has left. */
    void remove() {
        Message gone = queue.removeFirst();
        bytes -= gone.content.length;
    }

    /** Messages that wait. */
    int count() {
        return queue.size();
    }

    long bytes() {
        return bytes;
    }

    /** Messages that gave way to newer ones before they were sent. */
    long dropped() {
        return dropped;
    }
}
