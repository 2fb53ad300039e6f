package worldmesh.mesh.transport;

import java.util.ArrayDeque;

/**
 * State messages that wait for a datagram. Bounded: when it is full the oldest give way, since newer state is on its
 * way anyhow. Confined to its owner.
 */
final class StateOutbox {
    /** Two ticks of 128 entities, one message each. */
    static final int MAX_MESSAGES = 256;

    static final int MAX_BYTES = 4 * Transport.MAX_MESSAGE_BYTES;

    /** Kind, stream and length of an unbroken message; the length is at most two bytes, or it would be in parts. */
    private static final int HEADER_BYTES = 4;

    /** Kind, stream, message id, index, count and length. */
    private static final int PART_HEADER_BYTES = 8;

    private static final int MAX_PARTS = 255;

    private final ArrayDeque<Message> queue = new ArrayDeque<>();
    private long bytes;
    private int nextPartedId;
    private long dropped;

    private static final class Message {
        final int stream;
        final byte[] content;
        int partedId = -1;
        int parts;
        int nextPart;
        int partBytes;

        Message(int stream, byte[] content) {
            this.stream = stream;
            this.content = content;
        }
    }

    void add(int stream, byte[] content) {
        queue.addLast(new Message(stream, content));
        bytes += content.length;
        while (queue.size() > MAX_MESSAGES || (bytes > MAX_BYTES && queue.size() > 1)) {
            bytes -= queue.removeFirst().content.length;
            dropped++;
        }
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    long bytes() {
        return bytes;
    }

    /** Messages that gave way to newer ones before they were sent. */
    long dropped() {
        return dropped;
    }

    /** Writes the next message, or the next part of it, at {@code at}; answers its size, 0 if it does not fit. */
    int write(byte[] data, int at, int limit) {
        Message message = queue.peekFirst();
        if (message == null) {
            return 0;
        }
        int room = limit - at;
        if (message.partedId < 0 && message.content.length + HEADER_BYTES > Transport.MAX_CONTENT_BYTES) {
            breakUp(message);
        }
        return message.partedId < 0 ? writeWhole(message, data, at, room) : writePart(message, data, at, room);
    }

    private void breakUp(Message message) {
        message.partBytes = Transport.MAX_CONTENT_BYTES - AckTracker.MAX_BYTES - PART_HEADER_BYTES;
        message.parts = (message.content.length + message.partBytes - 1) / message.partBytes;
        if (message.parts > MAX_PARTS) {
            throw new IllegalStateException("a message of " + message.content.length + " bytes has too many parts");
        }
        message.partedId = nextPartedId++ & 0xFFFF;
    }

    private int writeWhole(Message message, byte[] data, int at, int room) {
        int length = message.content.length;
        int size = 2 + Varints.size(length) + length;
        if (size > room) {
            return 0;
        }
        data[at] = FrameKind.STATE;
        data[at + 1] = (byte) message.stream;
        int position = at + 2;
        position += Varints.write(data, position, length);
        System.arraycopy(message.content, 0, data, position, length);
        remove();
        return size;
    }

    private int writePart(Message message, byte[] data, int at, int room) {
        int offset = message.nextPart * message.partBytes;
        int length = Math.min(message.partBytes, message.content.length - offset);
        if (PART_HEADER_BYTES + length > room) {
            return 0;
        }
        int position = at;
        data[position++] = FrameKind.STATE_PART;
        data[position++] = (byte) message.stream;
        data[position++] = (byte) message.partedId;
        data[position++] = (byte) (message.partedId >>> 8);
        data[position++] = (byte) message.nextPart;
        data[position++] = (byte) message.parts;
        position += Varints.write(data, position, length);
        System.arraycopy(message.content, offset, data, position, length);
        if (++message.nextPart == message.parts) {
            remove();
        }
        return position + length - at;
    }

    private void remove() {
        Message gone = queue.pollFirst();
        bytes -= gone == null ? 0 : gone.content.length;
    }
}
