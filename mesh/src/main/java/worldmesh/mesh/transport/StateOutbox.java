package worldmesh.mesh.transport;

import java.util.ArrayDeque;
import worldmesh.mesh.link.Payload;

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

    /** Places kept for the next messages: as many small ones as share a datagram. */
    private static final int MAX_SPARE = 16;

    private static final int FIRST_OWN_BYTES = 256;
    private static final byte[] NONE = new byte[0];

    private final ArrayDeque<Message> queue = new ArrayDeque<>();
    private final ArrayDeque<Message> spare = new ArrayDeque<>();
    private long bytes;
    private int nextPartedId;
    private long dropped;

    /** The place of a message; used again and again, since every datagram needs one. */
    private static final class Message {
        int stream;
        byte[] content = NONE;
        int length;
        int partedId;
        int parts;
        int nextPart;
        int partBytes;
        private byte[] own = NONE;

        void take(int newStream, Payload message) {
            stream = newStream;
            length = message.length();
            partedId = -1;
            nextPart = 0;
            if (message.isGiven() || length > Transport.MAX_UNBROKEN_BYTES) {
                content = message.copy();
                return;
            }
            if (own.length < length) {
                own = new byte[Math.max(FIRST_OWN_BYTES, length)];
            }
            message.copyTo(own, 0);
            content = own;
        }
    }

    void add(int stream, Payload content) {
        Message message = spare.isEmpty() ? new Message() : spare.removeLast();
        message.take(stream, content);
        queue.addLast(message);
        bytes += message.length;
        while (queue.size() > MAX_MESSAGES || (bytes > MAX_BYTES && queue.size() > 1)) {
            remove();
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
        if (message.partedId < 0 && message.length + HEADER_BYTES > Transport.MAX_CONTENT_BYTES) {
            breakUp(message);
        }
        return message.partedId < 0 ? writeWhole(message, data, at, room) : writePart(message, data, at, room);
    }

    private void breakUp(Message message) {
        message.partBytes = Transport.MAX_CONTENT_BYTES - AckTracker.MAX_BYTES - PART_HEADER_BYTES;
        message.parts = (message.length + message.partBytes - 1) / message.partBytes;
        if (message.parts > MAX_PARTS) {
            throw new IllegalStateException("a message of " + message.length + " bytes has too many parts");
        }
        message.partedId = nextPartedId++ & 0xFFFF;
    }

    private int writeWhole(Message message, byte[] data, int at, int room) {
        int length = message.length;
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
        int length = Math.min(message.partBytes, message.length - offset);
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
        Message gone = queue.removeFirst();
        bytes -= gone.length;
        gone.content = NONE;
        if (spare.size() < MAX_SPARE) {
            spare.addLast(gone);
        }
    }
}
