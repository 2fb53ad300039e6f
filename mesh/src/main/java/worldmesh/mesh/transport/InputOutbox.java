package worldmesh.mesh.transport;

import org.jspecify.annotations.Nullable;

/**
 * Messages of the lane INPUT that wait for a datagram, each of which holds it whole. A small one goes once more before
 * the next of its stream, if that leaves in another record. Confined to its owner.
 */
final class InputOutbox {
    /** What is larger does not go twice: the keys and axes of a tick are a few dozen bytes. */
    static final int REPEAT_BYTES_MAX = 160;

    /** Kind, stream, the low 16 bits of the number; the length follows, or is in the kind. */
    private static final int HEAD_BYTES = 4;

    private final PromptQueue queue;
    private final @Nullable Sent[] last = new @Nullable Sent[256];
    private final long[] next = new long[256];
    private long record;
    private boolean shortened;

    /** The last message of a stream that left, and with which record. */
    private record Sent(byte[] content, long number, long record) {}

    /** Takes its messages from {@code queue}. */
    InputOutbox(PromptQueue queue) {
        this.queue = queue;
    }

    /** Whether the length of a small message goes in its kind. */
    void shorten(boolean isSpoken) {
        shortened = isSpoken;
    }

    /** What is written from now on leaves in another record than what was written before. */
    void beginRecord() {
        record++;
    }

    /**
     * Writes the next message at {@code at}, before it the one sent last of its stream if there is room; answers the
     * size, 0 if the message does not fit or there is none.
     */
    int write(byte[] data, int at, int limit) {
        PromptQueue.Message message = queue.first();
        if (message == null || size(message.content()) > limit - at) {
            return 0;
        }
        int position = at;
        Sent before = last[message.stream()];
        if (before != null && before.record != record && before.content.length <= REPEAT_BYTES_MAX) {
            boolean both = size(before.content) + size(message.content()) <= limit - at;
            position += both ? write(data, position, message.stream(), before.number, before.content) : 0;
        }
        // Numbered when it leaves and not before: what gave way in the queue is no gap for the other side.
        long number = next[message.stream()]++;
        position += write(data, position, message.stream(), number, message.content());
        last[message.stream()] = new Sent(message.content(), number, record);
        queue.remove();
        return position - at;
    }

    private boolean isShort(byte[] content) {
        return shortened && content.length <= FrameKind.SHORT_BYTES_MAX;
    }

    private int size(byte[] content) {
        return HEAD_BYTES + (isShort(content) ? 0 : Varints.size(content.length)) + content.length;
    }

    private int write(byte[] data, int at, int stream, long number, byte[] content) {
        int position = at;
        data[position++] = (byte) (isShort(content) ? FrameKind.SHORT_INPUT | content.length : FrameKind.INPUT);
        data[position++] = (byte) stream;
        data[position++] = (byte) number;
        data[position++] = (byte) (number >>> 8);
        position += isShort(content) ? 0 : Varints.write(data, position, content.length);
        System.arraycopy(content, 0, data, position, content.length);
        return position + content.length - at;
    }
}
