package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * A command on its way to the authority.
 *
 * @param envelope encoded
 */
@SuppressWarnings("ArrayRecordComponent")
public record SubmitCommand(byte[] envelope) implements Message {
    /** The largest command: a record of the largest size, its id and its sector. */
    static final int ENVELOPE_BYTES_MAX = 17 << 10;

    @Override
    public MessageKind kind() {
        return MessageKind.COMMAND;
    }

    @Override
    public void write(ByteWriter out) {
        out.block(envelope);
    }

    static SubmitCommand read(ByteReader in) {
        return new SubmitCommand(in.block(ENVELOPE_BYTES_MAX));
    }
}
