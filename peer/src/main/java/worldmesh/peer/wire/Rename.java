package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * The sender goes by another name from now on.
 *
 * @param name for people; nothing proves it
 */
public record Rename(String name) implements Message {
    @Override
    public MessageKind kind() {
        return MessageKind.RENAME;
    }

    @Override
    public void write(ByteWriter out) {
        out.text(name);
    }

    static Rename read(ByteReader in) {
        return new Rename(in.text(Hello.NAME_BYTES_MAX));
    }
}
