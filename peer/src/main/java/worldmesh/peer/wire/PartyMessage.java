package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * From the authority of one peer to that of another; the session does not look inside.
 *
 * @param body at most {@link #BODY_BYTES_MAX} bytes
 */
@SuppressWarnings("ArrayRecordComponent")
public record PartyMessage(byte[] body) implements Message {
    /** The largest body. */
    public static final int BODY_BYTES_MAX = 60 << 10;

    @Override
    public MessageKind kind() {
        return MessageKind.PARTY;
    }

    @Override
    public void write(ByteWriter out) {
        out.block(body);
    }

    static PartyMessage read(ByteReader in) {
        return new PartyMessage(in.block(BODY_BYTES_MAX));
    }
}
