package worldmesh.mesh.transport;

/**
 * Messages of the lane VOICE that wait for a datagram, each of which holds it whole. Confined to its owner.
 */
final class VoiceOutbox {
    private final PromptQueue queue;

    /** Takes its messages from {@code queue}. */
    VoiceOutbox(PromptQueue queue) {
        this.queue = queue;
    }

    /** Writes the next message at {@code at}; answers its size, 0 if it does not fit or there is none. */
    int write(byte[] data, int at, int limit) {
        PromptQueue.Message next = queue.first();
        if (next == null) {
            return 0;
        }
        int length = next.content().length;
        int size = 2 + Varints.size(length) + length;
        if (size > limit - at) {
            return 0;
        }
        data[at] = FrameKind.VOICE;
        data[at + 1] = (byte) next.stream();
        int position = at + 2 + Varints.write(data, at + 2, length);
        System.arraycopy(next.content(), 0, data, position, length);
        queue.remove();
        return size;
    }
}
