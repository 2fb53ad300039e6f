package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * Whether the sender's authority takes commands. Sent when a player is admitted and at every change; it counts while
 * the sender holds the role.
 *
 * @param reason why it takes none, for people; empty while it does
 */
public record ReadOnly(String reason) implements Message {
    /** The longest reason, in bytes of UTF-8. */
    public static final int REASON_BYTES_MAX = 200;

    @Override
    public MessageKind kind() {
        return MessageKind.READ_ONLY;
    }

    @Override
    public void write(ByteWriter out) {
        out.text(reason);
    }

    static ReadOnly read(ByteReader in) {
        return new ReadOnly(in.text(REASON_BYTES_MAX));
    }
}
