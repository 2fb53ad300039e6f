package worldmesh.mesh.transport;

import java.util.ArrayDeque;

/**
 * Messages of the lane VOICE that wait for a datagram, each of which holds it whole. Bounded: when it is full the
 * oldest gives way, whose time to be heard is over first. Confined to its owner.
 */
final class VoiceOutbox {
    /** Eight talkers' frames of 10 ms for 80 ms: twice what a jitter buffer waits for. */
    static final int MAX_MESSAGES = 64;

    private final ArrayDeque<Message> queue = new ArrayDeque<>();
    private long bytes;
    private long dropped;

    private record Message(int stream, byte[] content) {}

    void add(int stream, byte[] content) {
        if (queue.size() == MAX_MESSAGES) {
            remove();
            dropped++;
        }
        queue.addLast(new Message(stream, content));
        bytes += content.length;
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

    /** Writes the next message at {@code at}; answers its size, 0 if it does not fit or there is none. */
    int write(byte[] data, int at, int limit) {
        Message next = queue.peekFirst();
        if (next == null) {
            return 0;
        }
        int length = next.content.length;
        int size = 2 + Varints.size(length) + length;
        if (size > limit - at) {
            return 0;
        }
        data[at] = FrameKind.VOICE;
        data[at + 1] = (byte) next.stream;
        int position = at + 2 + Varints.write(data, at + 2, length);
        System.arraycopy(next.content, 0, data, position, length);
        remove();
        return size;
    }

    private void remove() {
        Message gone = queue.removeFirst();
        bytes -= gone.content.length;
    }
}
