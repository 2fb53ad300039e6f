package worldmesh.world.delta;

import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.trust.BatchKey;

/** What the author of a batch signs, in an array that is used again while its length is the same. Not thread-safe. */
final class SignedMessage {
    private final ByteWriter out = new ByteWriter(192);
    private byte[] message = new byte[0];

    /** The message of a batch whose place lies between two places of an array; to be read until the next call. */
    byte[] of(byte[] data, int from, int to, byte[] content) {
        BatchKey.signedBytes(data, from, to - from, content, out.reset());
        if (message.length == out.size()) {
            System.arraycopy(out.array(), 0, message, 0, message.length);
        } else {
            message = out.toBytes();
        }
        return message;
    }
}
