package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * The receiver of a sketch goes on with a snapshot.
 *
 * @param session names the session
 */
public record SketchStop(long session) implements Message {
    @Override
    public MessageKind kind() {
        return MessageKind.SKETCH_STOP;
    }

    @Override
    public void write(ByteWriter out) {
        out.i64(session);
    }

    static SketchStop read(ByteReader in) {
        return new SketchStop(in.i64());
    }
}
