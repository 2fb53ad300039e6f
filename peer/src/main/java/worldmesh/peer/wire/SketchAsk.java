package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * What the receiver of a sketch lacks.
 *
 * @param difference an encoded difference that holds how far the sender heard each replica, and what it lacks
 */
@SuppressWarnings("ArrayRecordComponent")
public record SketchAsk(byte[] difference) implements Message {
    @Override
    public MessageKind kind() {
        return MessageKind.SKETCH_ASK;
    }

    @Override
    public void write(ByteWriter out) {
        out.block(difference);
    }

    static SketchAsk read(ByteReader in) {
        return new SketchAsk(in.block(TARGET_BYTES));
    }
}
