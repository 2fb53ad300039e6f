package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * The host tells every player something.
 *
 * @param text for people
 */
public record Notice(String text) implements Message {
    /** The longest text, in bytes of UTF-8. */
    public static final int TEXT_BYTES_MAX = 512;

    @Override
    public MessageKind kind() {
        return MessageKind.NOTICE;
    }

    @Override
    public void write(ByteWriter out) {
        out.text(text);
    }

    static Notice read(ByteReader in) {
        return new Notice(in.text(TEXT_BYTES_MAX));
    }
}
