package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * Symbols of the sketch of a sector, for a peer of which batches are not kept any more.
 *
 * @param part an encoded sketch part; the first of a session opens it
 */
@SuppressWarnings("ArrayRecordComponent")
public record Sketch(byte[] part) implements Message {
    @Override
    public MessageKind kind() {
        return MessageKind.SKETCH;
    }

    @Override
    public void write(ByteWriter out) {
        out.block(part);
    }

    static Sketch read(ByteReader in) {
        return new Sketch(in.block(TARGET_BYTES));
    }
}
